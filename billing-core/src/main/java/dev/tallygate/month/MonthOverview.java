package dev.tallygate.month;

import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** One month on one screen: where its customers are, what it comes to, what is pending and what changed. */
public record MonthOverview(
        BillingPeriod month,
        boolean isOver,
        List<StepCount> steps,
        List<CurrencySum> sums,
        Pending pending,
        Changes changes,
        NextStep next) {
    public MonthOverview {
        steps = List.copyOf(steps);
        sums = List.copyOf(sums);
    }

    /**
     * Customers at one step, of one currency.
     *
     * @param total of their PERIOD invoices of the month that are not void
     */
    public record StepCount(MonthStep step, long customers, Money total) {}

    /**
     * What a month comes to in one currency, over all its invoices that are not void, adjustments included.
     *
     * @param last the same sum of the month before
     */
    public record CurrencySum(Currency currency, long invoices, Money invoiced, Money paid, Money open, Money last) {}

    /**
     * What is not in the sums.
     *
     * @param unpriced customers of this month with usage that has no price and that nobody waived
     * @param late customers whose closed month has news since it was invoiced
     * @param lateBefore the same of any earlier month
     * @param carried what the month's invoices carry on to later ones in customers' favour, less what they took over
     * @param unapproved drafts of the month that wait for an approval; 0 where none is required
     * @param overdue invoices of the month that should have been paid by now
     * @param parked entries that wait for a person, of this month
     */
    public record Pending(
            long unpriced,
            long late,
            long lateBefore,
            Map<Currency, Money> carried,
            long unapproved,
            long overdue,
            long parked) {
        public Pending {
            carried = Map.copyOf(carried);
        }
    }

    /**
     * What differs from the month before.
     *
     * @param arrived customers that were subscribed in this month and not in the one before
     * @param left the reverse
     * @param biggest of customers invoiced in this month or the one before, those whose totals moved most
     */
    public record Changes(long arrived, long left, List<Change> biggest) {
        public Changes {
            biggest = List.copyOf(biggest);
        }
    }

    /** One customer's PERIOD invoices of both months. */
    public record Change(String customerId, Money last, Money now) {
        public Money difference() {
            return now.minus(last);
        }
    }

    /** Customers at one step, of all currencies. */
    public long customers(MonthStep step) {
        return steps.stream()
                .filter(count -> count.step() == step)
                .mapToLong(StepCount::customers)
                .sum();
    }

    /** Customers of the month. */
    public long customers() {
        return steps.stream().mapToLong(StepCount::customers).sum();
    }
}
