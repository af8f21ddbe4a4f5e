package dev.tallygate.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a gate knows of its customer's living reservations: enough to see that there is nothing to read.
 *
 * @param count reservations whose state is HELD, those that are overdue included
 * @param expiryTime none of them expires before it; null = there are none, or nobody knows
 */
public record LivingHolds(int count, @Nullable Instant expiryTime) {

    public static final LivingHolds NONE = new LivingHolds(0, null);

    public LivingHolds {
        if (count < 0) {
            throw new IllegalArgumentException("holds: " + count + " (expected: >= 0)");
        }
        expiryTime = count == 0 ? null : expiryTime;
    }

    public boolean isNone() {
        return count == 0;
    }

    /** Whether one of them may have expired at this time: then they are to be read. */
    public boolean mayBeOverdue(Instant now) {
        return count > 0 && (expiryTime == null || !expiryTime.isAfter(now));
    }

    /** With one more. */
    public LivingHolds plus(Instant expiry) {
        return new LivingHolds(count + 1, expiryTime == null || expiry.isBefore(expiryTime) ? expiry : expiryTime);
    }

    /** With one less; the bound stays, since nobody knows which it was. */
    public LivingHolds minusOne() {
        return new LivingHolds(Math.max(0, count - 1), expiryTime);
    }
}
