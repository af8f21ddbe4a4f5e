package dev.tallygate.batch.cli;

import dev.tallygate.catalog.SpendCap;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.Quantities;
import dev.tallygate.quota.Quota;
import dev.tallygate.quota.QuotaLedger;
import dev.tallygate.quota.UsageReport;
import dev.tallygate.time.BillingPeriod;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code usage}: what a customer used in a billing period, by model, and what is left. */
@Command(name = "usage", description = "What a customer used in a billing period, and what is left.")
public final class UsageCommand implements Callable<Integer> {
    private static final List<String> METERS = List.of(
            MeterName.REQUESTS,
            MeterName.TOKENS_IN,
            MeterName.TOKENS_IN_CACHED,
            MeterName.TOKENS_IN_CACHE_WRITE,
            MeterName.TOKENS_OUT,
            MeterName.TOKENS_OUT_REASONING,
            MeterName.COMPUTE_MILLIS);

    private final Session session;

    @Parameters(paramLabel = "CUSTOMER")
    private String customerId = "";

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "Default: the current month in UTC.")
    private @Nullable YearMonth month;

    @Mixin
    private JsonOption format = new JsonOption();

    public UsageCommand(Session session) {
        this.session = session;
    }

    private record ModelUsage(String modelId, Quantities quantities) {}

    @Override
    public Integer call() {
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
                .flatMap(model -> model.quantities().own().keySet().stream())
                .distinct()
                .sorted()
                .forEach(
                        meter -> table.column(meter, model -> model.quantities().quantityOf(meter)));
        return table;
    }
}
