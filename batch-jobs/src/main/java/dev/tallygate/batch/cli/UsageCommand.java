package dev.tallygate.batch.cli;

import dev.tallygate.catalog.SpendCap;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.Quantities;
import dev.tallygate.quota.Quota;
import dev.tallygate.quota.QuotaLedger;
import dev.tallygate.quota.UsageReport;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.UsageFeed;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code usage}: what a customer used in a billing period, by model, and what is left; or each event as it comes in. */
@Command(
        name = "usage",
        description = {
            "What a customer used in a billing period, and what is left.",
            "--follow: each event as it comes in, with the charges that priced it, until Ctrl-C.",
            "void, amend: correct what was recorded."
        })
public final class UsageCommand implements Callable<Integer> {
    private static final List<String> METERS = List.of(
            MeterName.REQUESTS,
            MeterName.TOKENS_IN,
            MeterName.TOKENS_IN_CACHED,
            MeterName.TOKENS_IN_CACHE_WRITE,
            MeterName.TOKENS_OUT,
            MeterName.TOKENS_OUT_REASONING,
            MeterName.COMPUTE_MILLIS);

    /** Events that are there already when following begins. */
    private static final int SHOWN_FIRST = 10;

    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "CUSTOMER", arity = "0..1")
    private String customerId = "";

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "Default: the current month in UTC.")
    private @Nullable YearMonth month;

    @Option(names = "--follow", description = "Show each event as it comes in; first the last 10, or those --since.")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = SinceConverter.class,
            description = "With --follow: from what was recorded then on, such as 10m, 2h, 1d or 2026-03-01T12:00:00Z.")
    private @Nullable Since since;

    @Mixin
    private JsonOption format = new JsonOption();

    public UsageCommand(Session session) {
        this.session = session;
    }

    private record ModelUsage(String modelId, Quantities quantities) {}

    @Override
    public Integer call() {
        if (customerId.isEmpty()) {
            throw wrong("Missing required parameter: 'CUSTOMER'");
        }
        if (follow) {
            return follow();
        }
        if (since != null) {
            throw wrong("--since goes with --follow");
        }
        return report();
    }

    private int follow() {
        if (month != null) {
            throw wrong("--period and --follow exclude each other");
        }
        long customerKey =
                session.bean(CustomerRegistry.class).require(customerId).customerKey();
        UsageFeed feed = session.bean(UsageFeed.class);
        Since from = since;
        long seq = from == null
                ? feed.beforeLast(customerKey, SHOWN_FIRST)
                : feed.beforeTime(
                        customerKey, from.from(session.bean(Clock.class).instant()));
        EventLines lines = format.isJson() ? new JsonEventLines() : new TextEventLines(session.colours());
        new UsageFollower(feed, lines, session.out(), session.bean(Ending.class)).follow(customerKey, seq);
        return ExitCodes.DONE;
    }

    private ParameterException wrong(String sentence) {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec");
        }
        return new ParameterException(spec.commandLine(), sentence);
    }

    private int report() {
        Instant instant = month == null
                ? session.bean(Clock.class).instant()
                : BillingPeriod.month(month).start();
        UsageReport report = session.bean(QuotaLedger.class).usageOf(customerId, instant);
        List<ModelUsage> models = byModel(report);
        Listing<ModelUsage> table = table(models);
        if (format.isJson()) {
            summary().column("models", shown -> table.objects(models)).printOne(report, format, session.out());
        } else {
            summary().printOne(report, format, session.out());
            session.out().println();
            table.print(models, format, session.out());
        }
        return ExitCodes.DONE;
    }

    private static List<ModelUsage> byModel(UsageReport report) {
        Map<String, Quantities> sums = new TreeMap<>();
        report.windows()
                .forEach(window -> window.byModel()
                        .forEach((model, quantities) -> sums.merge(model, quantities, Quantities::plus)));
        return sums.entrySet().stream()
                .map(entry -> new ModelUsage(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Listing<UsageReport> summary() {
        return new Listing<UsageReport>()
                .column("customer_id", UsageReport::customerId)
                .column("period_start", report -> report.period().start())
                .column("period_end", report -> report.period().end())
                .column("state", UsageReport::state)
                .column("plan", report -> quota(report, quota -> quota.version().label()))
                .column("spend", report -> quota(report, Quota::spend))
                .column("held", report -> quota(report, Quota::held))
                .column("spend_cap", report -> quota(report, Quota::spendCap).flatMap(cap -> cap.map(SpendCap::amount)))
                .column("remaining", report -> quota(report, Quota::remaining).flatMap(left -> left))
                .column(
                        "currency_code",
                        report -> quota(report, quota -> quota.currency().getCurrencyCode()))
                .column(
                        "allowances",
                        report -> quota(report, UsageCommand::allowances).orElse(List.of()))
                .column("unpriced", UsageReport::unpriced);
    }

    private static <T> Optional<T> quota(UsageReport report, Function<Quota, T> value) {
        return report.quotaIfAny().map(value);
    }

    private static List<String> allowances(Quota quota) {
        return quota.allowances().stream()
                .map(allowance -> "%s: %,d of %,d used"
                        .formatted(allowance.allowanceId(), allowance.used(), allowance.included()))
                .toList();
    }

    /** A column for each meter that was used. */
    private static Listing<ModelUsage> table(List<ModelUsage> models) {
        Listing<ModelUsage> table = new Listing<ModelUsage>().column("model_id", ModelUsage::modelId);
        METERS.stream()
                .filter(meter ->
                        models.stream().anyMatch(model -> model.quantities().quantityOf(meter) != 0))
                .forEach(
                        meter -> table.column(meter, model -> model.quantities().quantityOf(meter)));
        models.stream()
                .flatMap(model -> model.quantities().ownQuantities().keySet().stream())
                .distinct()
                .sorted()
                .forEach(
                        meter -> table.column(meter, model -> model.quantities().quantityOf(meter)));
        return table;
    }
}
