package dev.tallygate.invoice;

import dev.tallygate.customer.Customer;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.operation.Parked;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a period that cannot be billed is named and shown where it waits for a person. */
final class ParkedPeriod {
    static final String UNPRICED_USAGE = "UNPRICED_USAGE";
    static final String AMOUNT_OVERFLOW = "AMOUNT_OVERFLOW";
    static final String RATING_FAILED = "RATING_FAILED";
    static final String OUT_OF_BOUNDS = "OUT_OF_BOUNDS";

    private static final Pattern ID = Pattern.compile("period-(\\d{4}-\\d{2})");

    private ParkedPeriod() {}

    /** The same period parks once. */
    static Parked.ParkedKey key(PeriodLedger ledger) {
        return new Parked.ParkedKey(
                ledger.customerKey(), "period-" + ledger.period().label());
    }

    /** The period that the name is of. */
    static Optional<BillingPeriod> period(Parked.ParkedKey key) {
        Matcher id = ID.matcher(key.parkedId());
        return id.matches() ? Optional.of(BillingPeriod.month(YearMonth.parse(id.group(1)))) : Optional.empty();
    }

    /** Whether it has unpriced usage that nobody waived. */
    static boolean isUnpriced(PeriodLedger ledger) {
        PeriodFigures figures = ledger.figures();
        return figures.unpriced() > 0
                && figures.unpricedSeq() > ledger.closing().waivedSeq();
    }

    static Parked unpriced(PeriodLedger ledger, Customer customer, Instant time) {
        String detail = "%s %s: %d pairs of model and meter were used that the plan has no price for; waived, they are"
                        .formatted(
                                customer.customerId(),
                                ledger.period().label(),
                                ledger.figures().unpriced())
                + " billed at nothing";
        return parked(ledger, UNPRICED_USAGE, detail, mend("waive", ledger, customer), time);
    }

    static Parked failed(PeriodLedger ledger, Customer customer, RuntimeException failure, Instant time) {
        String reason = failure instanceof ArithmeticException ? AMOUNT_OVERFLOW : RATING_FAILED;
        String detail =
                "%s %s: %s".formatted(customer.customerId(), ledger.period().label(), failure.getMessage());
        return parked(ledger, reason, detail, mend("retry", ledger, customer), time);
    }

    /** {@code objection} names the bound and both figures; waived, the period is billed as it is. */
    static Parked outOfBounds(PeriodLedger ledger, Customer customer, String objection, Instant time) {
        String detail = "%s %s: %s; waived, it is billed as it is"
                .formatted(customer.customerId(), ledger.period().label(), objection);
        return parked(ledger, OUT_OF_BOUNDS, detail, mend("waive", ledger, customer), time);
    }

    /** Whether a person may accept it as it is. */
    static boolean isWaivable(String reason) {
        return reason.equals(UNPRICED_USAGE) || reason.equals(OUT_OF_BOUNDS);
    }

    private static Parked parked(PeriodLedger ledger, String reason, String detail, String mend, Instant time) {
        long throughSeq = ledger.figures().lastSeq();
        return Parked.open(key(ledger), new Parked.Cause(Parked.Kind.PERIOD, reason, detail, mend, throughSeq), time);
    }

    private static String mend(String verb, PeriodLedger ledger, Customer customer) {
        return "./tallygate parked %s %s --customer %s"
                .formatted(verb, key(ledger).parkedId(), customer.customerId());
    }
}
