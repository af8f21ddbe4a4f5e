package dev.tallygate.batch.margin;

import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.JsonOption;
import dev.tallygate.batch.cli.Listing;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.modelcost.MarginBook;
import dev.tallygate.modelcost.MarginSum;
import dev.tallygate.modelcost.MarginsBy;
import dev.tallygate.time.BillingPeriod;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code margins}: revenue of usage beside what its tokens cost, of a month that {@code batch margins} worked out. */
@Command(
        name = "margins",
        description = {
            "Revenue of a month's usage, without flat fees, beside what its tokens cost you by the book of costs.",
            "./tallygate batch margins --period YYYY-MM works it out first."
        })
public final class MarginsCommand implements Callable<Integer> {
    private static final int SHOWN_PLACES = 4;

    private final Session session;

    @Parameters(paramLabel = "YYYY-MM")
    private YearMonth month = YearMonth.of(1970, 1);

    @Option(names = "--by", paramLabel = "WHAT", defaultValue = "customer", description = "customer, model or day.")
    private MarginsBy by = MarginsBy.CUSTOMER;

    @Option(names = "--customer", paramLabel = "ID", description = "This customer only.")
    private @Nullable String customerId;

    @Mixin
    private JsonOption format = new JsonOption();

    public MarginsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Optional<Long> customerKey = Optional.ofNullable(customerId)
                .map(session.bean(CustomerRegistry.class)::require)
                .map(Customer::customerKey);
        List<MarginSum> sums = session.bean(MarginBook.class).sums(BillingPeriod.month(month), by, customerKey);
        listing().print(sums, format, session.out());
        if (!format.isJson()) {
            tell(sums);
        }
        return ExitCodes.DONE;
    }

    private Listing<MarginSum> listing() {
        return new Listing<MarginSum>()
                .column(by.name().toLowerCase(Locale.ROOT), sum -> sum.of().isEmpty() ? "(no model)" : sum.of())
                .column("events", sum -> sum.tokens().events())
                .column("tokens_in", sum -> sum.tokens().in())
                .column("tokens_out", sum -> sum.tokens().out())
                .column("currency", MarginSum::currency)
                .column("revenue", sum -> sum.revenue().setScale(SHOWN_PLACES, RoundingMode.HALF_EVEN))
                .column("model_cost_usd", sum -> sum.modelCost().setScale(SHOWN_PLACES, RoundingMode.HALF_EVEN))
                .column("margin", sum -> sum.margin().map(left -> left.setScale(SHOWN_PLACES, RoundingMode.HALF_EVEN)))
                .column("margin_percent", MarginSum::marginPercent)
                .column("tokens_without_cost", sum -> sum.tokens().unknown());
    }

    private void tell(List<MarginSum> sums) {
        if (sums.isEmpty()) {
            session.out().println("Nothing was worked out yet: ./tallygate batch margins --period " + month);
        }
        long unknown = sums.stream().mapToLong(sum -> sum.tokens().unknown()).sum();
        if (unknown > 0) {
            session.out()
                    .println("%,d tokens are of models without a known cost; where some are, no margin is shown."
                                    .formatted(unknown)
                            + " ./tallygate costs import FILE, then batch margins again.");
        }
    }
}
