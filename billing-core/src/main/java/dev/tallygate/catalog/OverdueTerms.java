package dev.tallygate.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows when an invoice is not paid in time.
 *
 * @param noticeDays after how many whole days past due the customer is told, rising; {@link #CHARGE_FAILED} first = also at
 *     once when a charge fails
 * @param denyAfterDays from so many days past due checks are denied until it is paid; null = never
 */
public record OverdueTerms(
        List<Integer> noticeDays, @Nullable Integer denyAfterDays) {

    /** In the place of a day: when a charge fails. */
    public static final int CHARGE_FAILED = -1;

    /** Of a plan that says nothing: nobody is told, nothing is denied. */
    public static final OverdueTerms NONE = new OverdueTerms(List.of(), null);

    public OverdueTerms {
        noticeDays = List.copyOf(noticeDays);
    }

    public Optional<Integer> deniesAfterDays() {
        return Optional.ofNullable(denyAfterDays);
    }

    /** From when on checks are denied for an invoice that was due at the time; empty = never. */
    public Optional<Instant> denyTime(Instant dueTime) {
        return Optional.ofNullable(denyAfterDays).map(days -> dueTime.plus(Duration.ofDays(days)));
    }
}
