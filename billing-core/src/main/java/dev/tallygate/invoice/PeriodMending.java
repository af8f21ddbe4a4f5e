package dev.tallygate.invoice;

import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.operation.Mending;
import dev.tallygate.operation.Parked;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.List;

/**
 * Mends parked periods: what can be waived is waived up to a seq, by itself or, of unpriced usage, in the period's row;
 * everything else is tried again by the next bill.
 */
public final class PeriodMending implements Mending {
    private final GateRepository gates;
    private final PeriodRepository periods;

    public PeriodMending(GateRepository gates, PeriodRepository periods) {
        this.gates = gates;
        this.periods = periods;
    }

    @Override
    public Parked.Kind kind() {
        return Parked.Kind.PERIOD;
    }

    /** Nothing is to be done: each bill looks at every closed period whose lines are not made. */
    @Override
    public void retry(Parked parked) {}

    @Override
    public void waive(Parked parked) {
        String reason = parked.cause().reason();
        if (!ParkedPeriod.isWaivable(reason)) {
            throw Rejected.of(
                    Reason.PARKED_STATE,
                    "reason: %s (expected: %s or %s, those that can be waived)"
                            .formatted(reason, ParkedPeriod.UNPRICED_USAGE, ParkedPeriod.OUT_OF_BOUNDS));
        }
        if (reason.equals(ParkedPeriod.OUT_OF_BOUNDS)) {
            return;
        }
        long customerKey = parked.key().customerKey();
        gates.lock(List.of(customerKey));
        PeriodLedger ledger = ledger(parked.key());
        PeriodLedger.Closing closing = ledger.closing();
        long waivedSeq = Math.max(closing.waivedSeq(), parked.cause().throughSeq());
        periods.save(List.of(ledger.withClosing(new PeriodLedger.Closing(
                closing.state(), waivedSeq, closing.closedSeq(), closing.closedTime(), closing.invoicedSeq()))));
    }

    private PeriodLedger ledger(Parked.ParkedKey key) {
        PeriodKey periodKey = ParkedPeriod.period(key)
                .map(period -> new PeriodKey(key.customerKey(), period.start()))
                .orElseThrow(() -> new IllegalStateException("parked " + key + " is no period"));
        PeriodLedger ledger = periods.read(List.of(periodKey)).get(periodKey);
        if (ledger == null) {
            throw new IllegalStateException("parked " + key + " has no row in billing_periods");
        }
        return ledger;
    }
}
