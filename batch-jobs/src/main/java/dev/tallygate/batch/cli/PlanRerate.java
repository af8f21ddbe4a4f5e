package dev.tallygate.batch.cli;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.PlanMove;
import dev.tallygate.invoice.PendingLines;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.PeriodChange;
import dev.tallygate.usage.Rerater;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --rerate} of {@code plans apply}: moves periods to the corrected version. */
final class PlanRerate {
    @Option(
            names = "--rerate",
            description = "Re-rate who is on an older version: open periods and what follows, or --period alone.")
    private boolean wanted;

    @Option(names = "--period", paramLabel = "YYYY-MM", description = "With --rerate: this month, open or closed.")
    private @Nullable YearMonth month;

    @Option(
            names = "--customer",
            defaultValue = "",
            paramLabel = "CUSTOMER",
            description = "With --rerate: nobody else.")
    private String customerId = "";

    /** Whether it was asked for. */
    boolean isWanted() {
        return wanted;
    }

    /** Whether something else was given that means nothing without it. */
    boolean lacksItself() {
        return !wanted && (month != null || !customerId.isEmpty());
    }

    /** Whether somebody is asked for whom this version can hold: of a plan in several currencies, the customer's own. */
    boolean concerns(Session session, PlanVersion version) {
        if (customerId.isEmpty()) {
            return true;
        }
        Currency currency = session.bean(CustomerRegistry.class)
                .require(customerId)
                .profile()
                .currency();
        Plan plan = version.plan();
        return plan.currency().equals(currency) || !plan.currencies().contains(currency);
    }

    /** Re-rates, a customer a transaction, and prints what became of each period. */
    void run(Session session, PlanVersion version) {
        Rerater rerater = session.bean(Rerater.class);
        print(session, version.label() + ": re-rated", collect(session, version, rerater::rerate));
    }

    /** Prints what {@link #run} would do. */
    void rehearse(Session session, PlanVersion version) {
        Rerater rerater = session.bean(Rerater.class);
        print(
                session,
                version.label() + ": dry run, nothing is re-rated",
                collect(session, version, rerater::rehearse));
    }

    private interface Rerating {
        List<PeriodChange> of(Customer customer, PlanVersion version, @Nullable BillingPeriod period);
    }

    private Map<String, List<PeriodChange>> collect(Session session, PlanVersion version, Rerating rerating) {
        YearMonth only = month;
        BillingPeriod period = only == null ? null : BillingPeriod.month(only);
        Map<String, List<PeriodChange>> changes = new LinkedHashMap<>();
        if (!customerId.isEmpty()) {
            Customer customer = session.bean(CustomerRegistry.class).require(customerId);
            changes.put(customerId, rerating.of(customer, version, period));
            return changes;
        }
        Instant since = period == null ? Instant.EPOCH : period.start();
        session.bean(PlanMove.class)
                .eachOnOther(
                        version,
                        since,
                        customer -> changes.put(customer.customerId(), rerating.of(customer, version, period)));
        return changes;
    }

    private static void print(Session session, String sentence, Map<String, List<PeriodChange>> changes) {
        session.out().println(sentence);
        new ChangeListing(session.bean(PendingLines.class)).print(changes, session, new JsonOption());
    }
}
