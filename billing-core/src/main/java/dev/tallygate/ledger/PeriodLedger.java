package dev.tallygate.ledger;

import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One row of {@code billing_periods}: a period that is not the running one, or that is closed. */
public record PeriodLedger(long customerKey, BillingPeriod period, PeriodFigures figures, Closing closing) {

    /**
     * How far a period is closed and invoiced.
     *
     * @param waivedSeq a person waived unpriced usage up to this seq, 0 = none
     * @param closedSeq rows from this seq on are late; null = open
     * @param invoicedSeq lines equal rounded amounts up to this seq; -1 = never made equal
     */
    public record Closing(
            PeriodState state,
            long waivedSeq,
            @Nullable Long closedSeq,
            @Nullable Instant closedTime,
            long invoicedSeq) {

        public static final Closing OPEN = new Closing(PeriodState.OPEN, 0, null, null, -1);
    }

    /** An open period that has just been seen. */
    public static PeriodLedger open(long customerKey, BillingPeriod period, PeriodFigures figures) {
        return new PeriodLedger(customerKey, period, figures, Closing.OPEN);
    }

    public PeriodKey key() {
        return new PeriodKey(customerKey, period.start());
    }

    public boolean isClosed() {
        return closing.state() == PeriodState.CLOSED;
    }

    public Optional<Instant> closedTime() {
        return Optional.ofNullable(closing.closedTime());
    }

    public PeriodLedger withFigures(PeriodFigures changed) {
        return new PeriodLedger(customerKey, period, changed, closing);
    }

    public PeriodLedger withClosing(Closing changed) {
        return new PeriodLedger(customerKey, period, figures, changed);
    }
}
