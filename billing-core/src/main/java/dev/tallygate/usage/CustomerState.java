package dev.tallygate.usage;

import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.ledger.RunningPeriod;
import dev.tallygate.reservation.CustomerHolds;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What recording knows of one customer: as it was read under the gate, and with what was counted since. As long as the gate's
 * next_seq is the one that is known here nobody else has changed anything, so that it needs no reading again. Not for several
 * threads.
 */
final class CustomerState {

    private final String customerId;
    private final CustomerStatus status;
    private final Tail tail;
    private final CustomerHolds holds;
    private final Map<Instant, OpenedPeriod> periods = new HashMap<>();
    private Gate gate;

    /** A period that may get events, and its row in {@code billing_periods}; null = it has none. */
    record OpenedPeriod(PeriodRecording recording, @Nullable PeriodLedger stored) {

        BillingPeriod period() {
            return recording.period();
        }

        boolean isClosed() {
            return stored != null && stored.isClosed();
        }

        /** Its row with the figures of now. */
        PeriodLedger ledger(long customerKey) {
            return stored == null
                    ? PeriodLedger.open(customerKey, period(), recording.figures())
                    : stored.withFigures(recording.figures());
        }
    }

    CustomerState(String customerId, CustomerStatus status, Gate gate, Tail tail, CustomerHolds holds) {
        this.customerId = customerId;
        this.status = status;
        this.gate = gate;
        this.tail = tail;
        this.holds = holds;
    }

    String customerId() {
        return customerId;
    }

    long customerKey() {
        return gate.customerKey();
    }

    CustomerStatus status() {
        return status;
    }

    boolean isClosed() {
        return status == CustomerStatus.CLOSED;
    }

    CustomerHolds holds() {
        return holds;
    }

    Gate gate() {
        return gate;
    }

    Tail tail() {
        return tail;
    }

    /** The period that contains the time, and the window; empty where no subscription covers it, or it was not read. */
    Optional<OpenedPeriod> periodAt(Instant usageTime) {
        for (OpenedPeriod period : periods.values()) {
            if (period.period().contains(usageTime)) {
                return Optional.of(period);
            }
        }
        return Optional.empty();
    }

    Optional<RatingWindow> windowAt(Instant usageTime) {
        return periodAt(usageTime).flatMap(period -> period.recording().windowAt(usageTime));
    }

    NavigableMap<Instant, SubscribedPeriod> periodsFrom(Instant instant) {
        NavigableMap<Instant, SubscribedPeriod> known = new TreeMap<>();
        periods.forEach((start, period) -> {
            if (period.period().end().isAfter(instant)) {
                known.put(start, period.recording().subscribed());
            }
        });
        return known;
    }

    Optional<OpenedPeriod> periodFrom(Instant periodStart) {
        return Optional.ofNullable(periods.get(periodStart));
    }

    boolean knows(Instant periodStart) {
        return periods.containsKey(periodStart);
    }

    /** Tells of more periods. */
    void know(Map<Instant, OpenedPeriod> more) {
        periods.putAll(more);
    }

    /**
     * Accepts the gate as it was saved, and forgets all periods that have rows, since others may change those without taking a
     * seq.
     */
    void saved(Gate after) {
        gate = after.saved();
        holds.saved();
        RunningPeriod running = gate.running();
        periods.values()
                .removeIf(period -> period.stored() != null
                        || (period.recording().figures().lastSeq() > 0
                                && (running == null || !period.period().equals(running.period()))));
    }

    /** Whether it may be kept: a customer with very many reservations may not. */
    boolean canBeKept() {
        return holds.knowsAllLiving();
    }

    /** About how much memory it takes, in models and reservations. */
    int weight() {
        return 1
                + holds.weight()
                + periods.values().stream()
                        .mapToInt(period -> period.recording().weight())
                        .sum();
    }
}
