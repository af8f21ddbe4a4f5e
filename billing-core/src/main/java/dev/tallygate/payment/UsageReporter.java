package dev.tallygate.payment;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.Stretch;
import dev.tallygate.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Writes down what a provider that rates usage is to be told: first what a customer's usage is counted and invoiced by, then
 * the total of each hour that is over. The calls themselves are deliveries like all others.
 */
public final class UsageReporter {
    /** From the end of an hour to its first report: most of what comes late has come by then. */
    static final Duration SEAL = Duration.ofMinutes(5);

    private static final List<PlannedCall> SETUP = List.of(
            new PlannedCall(CallKind.CREATE_METER, 0),
            new PlannedCall(CallKind.CREATE_PRICE, 0),
            new PlannedCall(CallKind.CREATE_SUBSCRIPTION, 0));

    private final RatedStretches stretches;
    private final UsageHours hours;
    private final ReportWriter reports;
    private final CustomerRegistry customers;
    private final PaymentProviders providers;

    UsageReporter(
            RatedStretches stretches,
            UsageHours hours,
            ReportWriter reports,
            CustomerRegistry customers,
            PaymentProviders providers) {
        this.stretches = stretches;
        this.hours = hours;
        this.reports = reports;
        this.customers = customers;
        this.providers = providers;
    }

    /** Keys of customers behind the given one whose plan says that the provider rates, ascending. */
    public List<Long> customers(long afterCustomerKey, int limit) {
        return stretches.customers(reports.now(), afterCustomerKey, limit);
    }

    /**
     * Counts what is new of one customer, and plans the reports of hours that are over and not what was reported last. The
     * same again plans nothing.
     */
    public Reported report(long customerKey) {
        Customer customer = CallReader.customer(customers, customerKey);
        boolean isRated = providers
                .named(customer.profile().provider())
                .flatMap(PaymentProvider::rating)
                .isPresent();
        int planned = 0;
        if (isRated) {
            for (Stretch stretch : stretches.of(customerKey, reports.now())) {
                planned += report(customer, stretch);
            }
        }
        return new Reported(customer.customerId(), planned, isRated);
    }

    private int report(Customer customer, Stretch stretch) {
        Instant now = reports.now();
        var rated = new ReportWriter.Rated(customer, stretch.planVersionId());
        boolean isOver = stretch.ends().filter(end -> !end.isAfter(now)).isPresent();
        if (!isOver) {
            reports.setUp(rated, SETUP, BillingPeriod.monthContaining(now).start());
        }
        Optional<Instant> first = reports.firstPeriodStart(rated);
        if (first.isEmpty()) {
            return 0;
        }
        hours.count(customer.customerKey(), stretch.start());
        if (stretch.ends().filter(end -> !lastPeriodStart(end).isAfter(now)).isPresent()) {
            reports.end(rated);
        }
        return reports.plan(rated, first.get(), now.minus(SEAL).truncatedTo(ChronoUnit.HOURS));
    }

    private static Instant lastPeriodStart(Instant end) {
        return BillingPeriod.monthContaining(end.minusNanos(1)).start();
    }

    /**
     * What was written down for one customer.
     *
     * @param hours reports planned now
     * @param isRated false where its provider rates nothing, or is off: then we invoice as always
     */
    public record Reported(String customerId, int hours, boolean isRated) {}
}
