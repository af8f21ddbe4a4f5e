package dev.tallygate.overdue;

import dev.tallygate.catalog.OverdueTerms;
import dev.tallygate.invoice.Invoice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which reminders of one unpaid invoice a plan asks for, and when: a pure function of both. */
record Schedule(OverdueTerms terms, Instant dueTime, boolean hasFailed) {

    static Schedule of(OverdueTerms terms, Invoice invoice, Instant dueTime) {
        return new Schedule(terms, dueTime, invoice.due().chargeFailedTime() != null);
    }

    /** The days of those whose time has come and that come after {@code latest}, which was told already; rising. */
    List<Integer> dueAt(Instant now, Optional<Integer> latest) {
        return days().stream()
                .filter(day -> !timeOf(day).isAfter(now))
                .filter(day -> latest.isEmpty() || day > latest.get())
                .toList();
    }

    /** When the next one is due after this time. */
    Optional<Instant> nextAfter(Instant now) {
        return days().stream()
                .map(this::timeOf)
                .filter(time -> time.isAfter(now))
                .findFirst();
    }

    /** A charge that failed made the invoice due: who is told of the one is not told of the other as well. */
    private List<Integer> days() {
        boolean isToldOfFailure = hasFailed && terms.noticeDays().contains(OverdueTerms.CHARGE_FAILED);
        return terms.noticeDays().stream()
                .filter(day -> day == OverdueTerms.CHARGE_FAILED ? isToldOfFailure : day > 0 || !isToldOfFailure)
                .toList();
    }

    private Instant timeOf(int day) {
        return dueTime.plus(Duration.ofDays(Math.max(day, 0)));
    }
}
