package dev.tallygate.invoice;

import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.BillingPeriod;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Yields the periods that can be proved: every one that has figures, in its row or in the gate. */
public final class VerifiablePeriods {
    private final DuePeriodRepository periods;
    private final GateRepository gates;

    VerifiablePeriods(DuePeriodRepository periods, GateRepository gates) {
        this.periods = periods;
        this.gates = gates;
    }

    /** The highest customer key there is now. */
    public long customerKeyMax() {
        return periods.customerKeyMax();
    }

    /** Keys of the fixed range that begins at {@code firstCustomerKey}, of one period, or of all where it is null. */
    public List<PeriodKey> ofRange(long firstCustomerKey, @Nullable BillingPeriod period) {
        long last = firstCustomerKey + DuePeriods.RANGE_SIZE - 1;
        return of(periods.customerKeys(firstCustomerKey, last), period);
    }

    /** Keys of these customers, of one period, or of all where it is null. */
    public List<PeriodKey> of(Collection<Long> customerKeys, @Nullable BillingPeriod period) {
        TreeSet<PeriodKey> keys = new TreeSet<>(periods.standings(customerKeys).keySet());
        for (Gate gate : gates.read(customerKeys).values()) {
            gate.runningPeriod()
                    .ifPresent(running -> keys.add(
                            new PeriodKey(gate.customerKey(), running.period().start())));
        }
        return keys.stream()
                .filter(key -> period == null || period.start().equals(key.periodStart()))
                .toList();
    }
}
