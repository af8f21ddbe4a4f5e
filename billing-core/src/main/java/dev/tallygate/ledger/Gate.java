package dev.tallygate.ledger;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One customer's row of {@code customer_ledgers}.
 *
 * @param nextSeq the seq that the next change of this customer takes
 * @param totalsSeq usage totals hold the rows up to this seq
 * @param usageTimeMax the newest usage_time of all; null = no usage yet
 * @param running the period of the newest usage_time; null = no usage yet, or that period is closed
 * @param holds the customer's living reservations
 */
public record Gate(
        long customerKey,
        long nextSeq,
        long totalsSeq,
        @Nullable Instant usageTimeMax,
        @Nullable RunningPeriod running,
        LivingHolds holds) {

    public Optional<RunningPeriod> runningPeriod() {
        return Optional.ofNullable(running);
    }

    /** The gate after a change that took {@link #nextSeq}. */
    public Gate afterSeq() {
        return new Gate(customerKey, Math.addExact(nextSeq, 1), totalsSeq, usageTimeMax, running, holds);
    }

    public Gate withHolds(LivingHolds changed) {
        return new Gate(customerKey, nextSeq, totalsSeq, usageTimeMax, running, changed);
    }

    /** The gate once the running period's figures stand in {@code billing_periods}. */
    public Gate withoutRunning() {
        return new Gate(customerKey, nextSeq, totalsSeq, usageTimeMax, null, holds);
    }
}
