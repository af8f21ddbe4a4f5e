package dev.tallygate.ledger;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One customer's row of {@code customer_ledgers}.
 *
 * @param seenSeq next_seq as it was read: saving fails where it is another by then
 * @param nextSeq the seq that the next change of this customer takes
 * @param totalsSeq usage totals hold the rows up to this seq
 * @param usageTimeMax the newest usage_time of all; null = no usage yet
 * @param running the period of the newest usage_time; null = no usage yet, or that period is closed
 * @param holds the customer's living reservations
 * @param debt its unpaid invoices; saving the gate leaves it as it is
 */
public record Gate(
        long customerKey,
        long seenSeq,
        long nextSeq,
        long totalsSeq,
        @Nullable Instant usageTimeMax,
        @Nullable RunningPeriod running,
        LivingHolds holds,
        Debt debt) {

    public Optional<RunningPeriod> runningPeriod() {
        return Optional.ofNullable(running);
    }

    /** The gate after a change that took {@link #nextSeq}. */
    public Gate afterSeq() {
        return new Gate(customerKey, seenSeq, Math.addExact(nextSeq, 1), totalsSeq, usageTimeMax, running, holds, debt);
    }

    public Gate withHolds(LivingHolds changed) {
        return new Gate(customerKey, seenSeq, nextSeq, totalsSeq, usageTimeMax, running, changed, debt);
    }

    /** The gate as it is once this one is saved. */
    public Gate saved() {
        return new Gate(customerKey, nextSeq, nextSeq, totalsSeq, usageTimeMax, running, holds, debt);
    }

    /** The gate once the running period's figures stand in {@code billing_periods}. */
    public Gate withoutRunning() {
        return new Gate(customerKey, seenSeq, nextSeq, totalsSeq, usageTimeMax, null, holds, debt);
    }
}
