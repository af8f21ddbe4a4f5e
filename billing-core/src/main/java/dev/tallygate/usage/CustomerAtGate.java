package dev.tallygate.usage;

import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.meter.KnownMeters;
import dev.tallygate.meter.Quantities;
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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One customer at its gate while a group is judged: what is known of it, and what the group changes, in its order. */
public final class CustomerAtGate {

    private final CustomerState state;
    private final KnownMeters meters;
    private @Nullable Object workedOut;
    private final Map<String, Known> known = new HashMap<>();
    private final Set<String> voided = new HashSet<>();
    private final List<RecordedEvent> rows = new ArrayList<>();
    private final List<Crossing> crossings = new ArrayList<>();
    private final Set<OpenedPeriod> changed = new LinkedHashSet<>();
    private final Set<String> unfixedMeters = new HashSet<>();
    private long nextSeq;

    /** An event that is recorded already. */
    record Known(RecordedEvent row, Counted counted) {}

    CustomerAtGate(CustomerState state, KnownMeters meters) {
        this.state = state;
        this.meters = meters;
        this.nextSeq = state.gate().nextSeq();
    }

    /** Tells of an event that is recorded already. */
    void know(RecordedEvent row, Counted counted) {
        known.put(row.event().eventId(), new Known(row, counted));
    }

    /** Tells that an event is voided. */
    void knowVoided(String eventId) {
        voided.add(eventId);
    }

    /** What is known of an event that is recorded. */
    Optional<Known> known(String eventId) {
        return Optional.ofNullable(known.get(eventId));
    }

    /** The row of an event that is known to be recorded. */
    Optional<RecordedEvent> recorded(String eventId) {
        return known(eventId).map(Known::row);
    }

    /** Whether the event is known to be voided. */
    boolean isVoided(String eventId) {
        return voided.contains(eventId);
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

    /** How meters of one's own aggregate. */
    public KnownMeters meters() {
        return meters;
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

    /** Meters of one's own that the rows name and nothing has fixed: they were counted as sums, and have to be fixed as such. */
    Set<String> unfixedMeters() {
        return unfixedMeters;
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
                && !event.isCorrection()
                && !state.isClosed()
                && (reservationId.isEmpty() || holds().find(reservationId).isPresent())
                && EventRules.isEventId(event.eventId())
                && EventRules.broken(event).isEmpty()
                && bounds.refusal(usageTime).isEmpty()
                && meters.knows(event.reported().own().keySet())
                && state.windowAt(usageTime).isPresent();
    }

    /** The verdict on usage; where it is RECORDED the event is counted. */
    EventResult judge(UsageEvent event, Moment moment, TimeBounds bounds) {
        return verdictByItself(event)
                .or(() -> untimely(event, bounds).map(rejected -> EventResult.rejected(event, rejected)))
                .orElseGet(() -> place(event, moment));
    }

    /** The verdict that its id and its content give, whatever else is known: empty where it may be counted. */
    Optional<EventResult> verdictByItself(UsageEvent event) {
        if (!EventRules.isEventId(event.eventId())) {
            return Optional.of(EventResult.rejected(
                    event,
                    Rejected.field(
                            Reason.EVENT_ID_INVALID, "event_id", event.eventId(), "1 to 64 visible ASCII characters")));
        }
        Known earlier = known.get(event.eventId());
        if (earlier != null) {
            return Optional.of(repeated(event, earlier));
        }
        return EventRules.broken(event).map(rejected -> EventResult.rejected(event, rejected));
    }

    /** As {@link #judge}, for an event that it {@link #takes}. */
    EventResult judgeTaken(UsageEvent event, Moment moment) {
        Known earlier = known.get(event.eventId());
        return earlier == null ? place(event, moment) : repeated(event, earlier);
    }

    private EventResult repeated(UsageEvent event, Known earlier) {
        boolean same = earlier.row().isRepeatedBy(event, meters)
                && EventRules.broken(event).isEmpty();
        return same ? EventResult.duplicate(event, earlier.counted()) : EventResult.conflict(event);
    }

    /** Why usage of this time is not taken. */
    Optional<Rejected> untimely(UsageEvent event, TimeBounds bounds) {
        return bounds.refusal(usageTimeOf(event)).or(() -> closed(event));
    }

    /** Why no usage of this customer is taken. */
    Optional<Rejected> closed(UsageEvent event) {
        return state.isClosed()
                ? Optional.of(Rejected.field(
                        Reason.CUSTOMER_CLOSED, "customer_id", event.customerId(), "a customer that is not closed"))
                : Optional.empty();
    }

    /** Counts usage whose time is taken, or says why its period cannot. */
    EventResult place(UsageEvent event, Moment moment) {
        Spot spot = spotOf(event);
        Optional<Rejected> refused = noPlace(event, spot);
        return refused.isEmpty() && spot != null
                ? count(event, spot, moment)
                : EventResult.rejected(event, refused.orElseThrow());
    }

    /** Why {@link #place} would refuse it. */
    Optional<Rejected> noPlace(UsageEvent event) {
        return noPlace(event, spotOf(event));
    }

    private Optional<Rejected> noPlace(UsageEvent event, @Nullable Spot spot) {
        return spot == null
                ? Optional.of(noSubscription(usageTimeOf(event)))
                : EventRules.withoutSubject(event, meters)
                        .or(() -> noRoom(event, spot.period().recording(), spot.window()));
    }

    private @Nullable Spot spotOf(UsageEvent event) {
        Instant usageTime = usageTimeOf(event);
        OpenedPeriod period = state.periodAt(usageTime).orElse(null);
        RatingWindow window =
                period == null ? null : period.recording().windowAt(usageTime).orElse(null);
        return period == null || window == null ? null : new Spot(period, window);
    }

    private static Rejected noSubscription(Instant usageTime) {
        return Rejected.field(Reason.NO_SUBSCRIPTION, "usage_time", usageTime, "a time that a subscription covers");
    }

    private Optional<Rejected> noRoom(UsageEvent event, PeriodRecording period, RatingWindow window) {
        if (period.hasNoRoomFor(event.modelId())) {
            return Optional.of(Rejected.field(
                    Reason.MODELS_TOO_MANY, "model_id", event.modelId(), "one of the 500 models used in the period"));
        }
        if (!period.fits(window, event.modelId(), event.quantities(meters))) {
            return Optional.of(Rejected.of(
                    Reason.TOTAL_OVERFLOW,
                    "the period's total would pass 4,000,000,000,000,000,000, or its cost its bound"));
        }
        return Optional.empty();
    }

    private EventResult count(UsageEvent event, Spot spot, Moment moment) {
        Quantities quantities = event.quantities(meters);
        HoldUse use = useOfHold(event, quantities, spot, moment);
        RecordedEvent row = count(event, quantities, spot, use, moment);
        return EventResult.recorded(event, Counted.of(row, spot.window().currency()), use);
    }

    /** Takes a recorded event that is not voided away again, in its window, however old it is. */
    EventResult countVoid(UsageEvent voiding, RecordedEvent original, Moment moment) {
        OpenedPeriod period = state.periodAt(usageTimeOf(original.event()))
                .orElseThrow(() -> new IllegalStateException(
                        "no period of " + original.event().eventId()));
        RatingWindow window = period.recording().windowFrom(original.placement().windowStart());
        RecordedEvent row = count(
                original.voidedBy(voiding),
                original.quantities().negated(),
                new Spot(period, window),
                HoldUse.CORRECTION,
                moment);
        knowVoided(original.event().eventId());
        return EventResult.recorded(voiding, Counted.of(row, window.currency()), HoldUse.CORRECTION);
    }

    /** Where something counts. */
    private record Spot(OpenedPeriod period, RatingWindow window) {}

    private RecordedEvent count(UsageEvent event, Quantities quantities, Spot spot, HoldUse use, Moment moment) {
        long seq = takeSeq();
        OpenedPeriod period = spot.period();
        RatingWindow window = spot.window();
        PeriodRecording recording = period.recording();
        PeriodRecording.Step step = recording.count(window, event, quantities, seq, use);
        Instant periodStart = recording.period().start();
        RecordedEvent row = new RecordedEvent(
                state.customerKey(),
                seq,
                event,
                quantities,
                moment.now(),
                new Placement(periodStart, window.start(), window.planVersionId(), period.isClosed()),
                step.cost(),
                step.unpriced());
        rows.add(row);
        Set<String> named = event.reported().own().keySet();
        if (row.kind() == RecordedEvent.Kind.USAGE && !meters.knows(named)) {
            named.stream().filter(meter -> !meters.knows(Set.of(meter))).forEach(unfixedMeters::add);
        }
        workedOut = null;
        changed.add(period);
        state.tail().add(new WindowKey(row.customerKey(), window.start()), event.modelId(), row.quantities(), 1);
        cross(period, row, step.crossed());
        know(row, Counted.of(row, window.currency()));
        return row;
    }

    private long takeSeq() {
        long seq = nextSeq;
        nextSeq = Math.addExact(nextSeq, 1);
        return seq;
    }

    private void cross(OpenedPeriod period, RecordedEvent row, List<Crossed> crossed) {
        if (!period.isClosed() && row.recordedTime().isBefore(period.period().end())) {
            crossed.forEach(one -> crossings.add(one.by(row)));
        }
    }

    /**
     * Moves windows of a period to a corrected version of their plan, a RERATE row for each; empty where there is none. Where
     * nothing was recorded in the period there are no figures to follow.
     */
    Optional<PeriodChange> rerate(
            Instant periodStart, PlanVersion version, Predicate<RatingWindow> moves, Moment moment) {
        OpenedPeriod before = state.periodFrom(periodStart).orElse(null);
        List<RatingWindow> windows = before == null
                ? List.of()
                : before.recording().windows().stream().filter(moves).toList();
        if (before == null || windows.isEmpty()) {
            return Optional.empty();
        }
        PeriodRecording recording = before.recording();
        for (RatingWindow window : windows) {
            PeriodRecording.Rerated rerated = recording.rerated(window, version, nextSeq);
            recording = rerated.after();
            RecordedEvent row = rerateRow(before, recording.windowFrom(window.start()), rerated.step(), moment);
            rows.add(row);
            if (window.equals(windows.getLast())) {
                cross(before, row, rerated.step().crossed());
            }
        }
        OpenedPeriod after = new OpenedPeriod(recording, before.stored());
        state.know(Map.of(periodStart, after));
        if (before.stored() != null || before.recording().figures().lastSeq() > 0) {
            changed.add(after);
        }
        return Optional.of(new PeriodChange(
                new PeriodKey(state.customerKey(), periodStart),
                before.isClosed(),
                before.recording().figures().usageCost(),
                recording.figures().usageCost(),
                recording.subscribed()));
    }

    private RecordedEvent rerateRow(
            OpenedPeriod period, RatingWindow window, PeriodRecording.Step step, Moment moment) {
        long seq = takeSeq();
        String eventId = "rerate " + window.start() + " " + seq;
        return new RecordedEvent(
                state.customerKey(),
                seq,
                UsageEvent.builder(eventId, state.customerId())
                        .usageTime(window.start())
                        .build(),
                Quantities.ZERO,
                moment.now(),
                new Placement(period.period().start(), window.start(), window.planVersionId(), period.isClosed()),
                step.cost(),
                step.unpriced());
    }

    private HoldUse useOfHold(UsageEvent event, Quantities quantities, Spot spot, Moment moment) {
        String reservationId = event.context().reservationId();
        if (reservationId.isEmpty()) {
            return HoldUse.UNRESERVED;
        }
        PeriodRecording period = spot.period().recording();
        RatingWindow window = spot.window();
        Landing landing = new Landing(
                quantities,
                period.period().start(),
                window.end(),
                period.planVersionId(),
                heldModelId -> period.rateAlike(window, heldModelId, event.modelId()));
        return holds().use(reservationId, landing, moment.now());
    }

    private static Instant usageTimeOf(UsageEvent event) {
        return event.usedAt().orElseThrow();
    }
}
