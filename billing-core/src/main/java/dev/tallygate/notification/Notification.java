package dev.tallygate.notification;

import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A crossing of which the customer is to be told.
 *
 * @param messageId of its mail; null = no attempt was made
 */
record Notification(
        Crossing crossing,
        NotificationState state,
        int attempts,
        Instant nextAttemptTime,
        @Nullable String messageId) {

    long customerKey() {
        return crossing.customerKey();
    }

    /** The period whose usage crossed. */
    BillingPeriod period() {
        return BillingPeriod.monthContaining(crossing.periodStart());
    }

    Optional<String> message() {
        return Optional.ofNullable(messageId);
    }

    /** Nobody is at it, and it is time. */
    boolean isDue(Instant now) {
        boolean isOpen = state == NotificationState.PENDING || state == NotificationState.SENDING;
        return isOpen && !nextAttemptTime.isAfter(now);
    }

    /** Of the same limit: whether it is the same row. */
    boolean isAt(int percent) {
        return crossing.threshold().percent() == percent;
    }

    /** {@code 2026-11:cap:80:500}, or {@code inv_7_20261101_P1:3} of a reminder: unique within its customer, without an address. */
    String name() {
        return Reminder.of(crossing)
                .map(Reminder::name)
                .or(() -> InvoiceNotice.of(crossing).map(InvoiceNotice::name))
                .orElseGet(this::nameOfLimit);
    }

    private String nameOfLimit() {
        Crossing.Threshold threshold = crossing.threshold();
        return "%s:%s:%d:%s"
                .formatted(
                        period().label(),
                        threshold.limitKey(),
                        threshold.percent(),
                        threshold.limitAmount().stripTrailingZeros().toPlainString());
    }

    /** For operators: {@code 80 % of cap 500 in 2026-11}. */
    String about() {
        return Reminder.of(crossing)
                .map(Reminder::about)
                .or(() -> InvoiceNotice.of(crossing).map(InvoiceNotice::about))
                .orElseGet(this::aboutLimit);
    }

    private String aboutLimit() {
        Crossing.Threshold threshold = crossing.threshold();
        return "%d %% of %s %s in %s"
                .formatted(
                        threshold.percent(),
                        threshold.limitKey(),
                        threshold.limitAmount().stripTrailingZeros().toPlainString(),
                        period().label());
    }
}
