package dev.tallygate.usage;

import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.notification.Crossing;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.reservation.CustomerHolds;
import dev.tallygate.reservation.HoldUse;
import dev.tallygate.reservation.Landing;
import dev.tallygate.usage.CustomerState.OpenedPeriod;
import dev.tallygate.usage.EventResult.Counted;
import dev.tallygate.usage.PeriodLimits.Crossed;
import dev.tallygate.usage.RecordedEvent.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One customer at its gate while a group is judged: what is known of it, and what the group changes, in its order. */
public final class CustomerAtGate {

    private final CustomerState state;
    private @Nullable Object workedOut;
    private final Map<String, Known> known = new HashMap<>();
    private final List<RecordedEvent> rows = new ArrayList<>();
    private final List<Crossing> crossings = new ArrayList<>();
    private final Set<OpenedPeriod> changed = new LinkedHashSet<>();
    private long nextSeq;

    private record Known(RecordedEvent row, Counted counted) {}

    CustomerAtGate(CustomerState state) {
        this.state = state;
        this.nextSeq = state.gate().nextSeq();
    }

    /** Tells of an event that is recorded already. */
    void know(RecordedEvent row, Counted counted) {
        known.put(row.event().eventId(), new Known(row, counted));
    }

    CustomerState state() {
        return state;
    }

    Gate gate() {
        return state.gate();
    }

    public long customerKey() {
        return state.customerKey();
    }

    public CustomerStatus status() {
        return state.status();
    }

    /** Its unpaid invoices. */
    public Debt debt() {
        return state.gate().debt();
    }

    /** Its reservations; who changes them here has them written with the group. */
    public CustomerHolds holds() {
        return state.holds();
    }

    /** The periods that end after this time and are known, by their start; one without a subscription is missing. */
    public NavigableMap<Instant, SubscribedPeriod> periodsFrom(Instant instant) {
        return state.periodsFrom(instant);
    }

    /** Whether it is known what is used and held in the period. */
    public boolean knows(Instant periodStart) {
        return state.knows(periodStart) && state.holds().knowsPeriod(periodStart);
    }

    /** What was worked out of this customer, made anew where usage has been counted since. */
    public <T> T workedOut(Class<T> type, Supplier<T> make) {
        if (!type.isInstance(workedOut)) {
            workedOut = make.get();
        }
        return type.cast(workedOut);
    }

    /** The periods in which something was counted. */
    Collection<OpenedPeriod> changed() {
        return changed;
    }

    /** The rows to be written, in the order of seq. */
    List<RecordedEvent> rows() {
        return rows;
    }

    List<Crossing> crossings() {
        return crossings;
    }

    /** Whether the event will be counted if its id is new, as far as can be told without counting what comes before it. */
    boolean takes(UsageEvent event, TimeBounds bounds) {
        Instant usageTime = event.usageTime();
        String reservationId = event.context().reservationId();
        return usageTime != null
                && !state.isClosed()
                && (reservationId.isEmpty() || holds().find(reservationId).isPresent())
                && EventRules.isEventId(event.eventId())
                && EventRules.broken(event).isEmpty()
                && bounds.refusal(usageTime).isEmpty()
                && state.windowAt(usageTime).isPresent();
    }

    /** The verdict; where it is RECORDED the event is counted. */
    EventResult judge(UsageEvent event, Moment moment, TimeBounds bounds) {
        if (!EventRules.isEventId(event.eventId())) {
            return EventResult.rejected(
                    event,
                    Rejected.field(
                            Reason.EVENT_ID_INVALID, "event_id", event.eventId(), "1 to 64 visible ASCII characters"));
        }
        Known earlier = known.get(event.eventId());
        if (earlier != null) {
            return repeated(event, earlier);
        }
        return EventRules.broken(event)
                .or(() -> untimely(event, bounds))
                .map(rejected -> EventResult.rejected(event, rejected))
                .orElseGet(() -> place(event, moment));
    }

    /** As {@link #judge}, for an event that it {@link #takes}. */
    EventResult judgeTaken(UsageEvent event, Moment moment) {
        Known earlier = known.get(event.eventId());
        return earlier == null ? place(event, moment) : repeated(event, earlier);
    }

    private static EventResult repeated(UsageEvent event, Known earlier) {
        boolean same =
                earlier.row().isRepeatedBy(event) && EventRules.broken(event).isEmpty();
        return same ? EventResult.duplicate(event, earlier.counted()) : EventResult.conflict(event);
    }

    private Optional<Rejected> untimely(UsageEvent event, TimeBounds bounds) {
        Optional<Rejected> untimely = bounds.refusal(usageTimeOf(event));
        if (untimely.isPresent() || !state.isClosed()) {
            return untimely;
        }
        return Optional.of(Rejected.field(
                Reason.CUSTOMER_CLOSED, "customer_id", event.customerId(), "a customer that is not closed"));
    }

    private EventResult place(UsageEvent event, Moment moment) {
        Instant usageTime = usageTimeOf(event);
        OpenedPeriod period = state.periodAt(usageTime).orElse(null);
        RatingWindow window =
                period == null ? null : period.recording().windowAt(usageTime).orElse(null);
        if (period == null || window == null) {
            return EventResult.rejected(
                    event,
                    Rejected.field(
                            Reason.NO_SUBSCRIPTION, "usage_time", usageTime, "a time that a subscription covers"));
        }
        return noRoom(event, period.recording(), window)
                .map(rejected -> EventResult.rejected(event, rejected))
                .orElseGet(() -> count(event, period, window, moment));
    }

    private static Optional<Rejected> noRoom(UsageEvent event, PeriodRecording period, RatingWindow window) {
        if (period.hasNoRoomFor(event.modelId())) {
            return Optional.of(Rejected.field(
                    Reason.MODELS_TOO_MANY, "model_id", event.modelId(), "one of the 500 models used in the period"));
        }
        if (!period.fits(window, event.modelId(), event.reported().quantities())) {
            return Optional.of(Rejected.of(
                    Reason.TOTAL_OVERFLOW,
                    "the period's total would pass 4,000,000,000,000,000,000, or its cost its bound"));
        }
        return Optional.empty();
    }

    private EventResult count(UsageEvent event, OpenedPeriod period, RatingWindow window, Moment moment) {
        long seq = nextSeq;
        nextSeq = Math.addExact(nextSeq, 1);
        PeriodRecording recording = period.recording();
        HoldUse use = useOfHold(event, recording, window, moment);
        PeriodRecording.Step step = recording.count(window, event, seq, use);
        Instant periodStart = recording.period().start();
        RecordedEvent row = new RecordedEvent(
                state.customerKey(),
                seq,
                event,
                event.reported().quantities(),
                moment.now(),
                new Placement(periodStart, window.start(), window.planVersionId(), period.isClosed()),
                step.cost(),
                step.unpriced());
        rows.add(row);
        workedOut = null;
        changed.add(period);
        state.tail().add(new WindowKey(row.customerKey(), window.start()), event.modelId(), row.quantities(), 1);
        if (!period.isClosed() && moment.now().isBefore(recording.period().end())) {
            step.crossed().forEach(crossed -> crossings.add(crossing(row, crossed)));
        }
        Counted counted = Counted.of(row, window.currency());
        know(row, counted);
        return EventResult.recorded(event, counted, use);
    }

    private HoldUse useOfHold(UsageEvent event, PeriodRecording period, RatingWindow window, Moment moment) {
        String reservationId = event.context().reservationId();
        if (reservationId.isEmpty()) {
            return HoldUse.UNRESERVED;
        }
        Landing landing = new Landing(
                event.reported().quantities(),
                period.period().start(),
                window.end(),
                period.planVersionId(),
                heldModelId -> period.rateAlike(window, heldModelId, event.modelId()));
        return holds().use(reservationId, landing, moment.now());
    }

    private static Crossing crossing(RecordedEvent row, Crossed crossed) {
        return new Crossing(
                row.customerKey(),
                row.placement().periodStart(),
                crossed.threshold(),
                crossed.used(),
                row.seq(),
                row.recordedTime());
    }

    private static Instant usageTimeOf(UsageEvent event) {
        return event.usedAt().orElseThrow();
    }
}
