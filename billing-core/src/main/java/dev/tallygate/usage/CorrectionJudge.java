package dev.tallygate.usage;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.Optional;

/** Judges voids and amends at one customer's gate (ledger.md section 7). */
final class CorrectionJudge {

    private final CustomerAtGate customer;
    private final Moment moment;
    private final TimeBounds bounds;

    CorrectionJudge(CustomerAtGate customer, Moment moment, TimeBounds bounds) {
        this.customer = customer;
        this.moment = moment;
        this.bounds = bounds;
    }

    /** What became of an amend: of the void, and of the usage that takes the voided one's place. */
    record Amended(EventResult voided, EventResult second) {}

    /** A void by itself, or usage whose void is missing. */
    EventResult alone(UsageEvent event) {
        return customer.verdictByItself(event)
                .or(() -> (event.isVoid() ? notVoidable(event) : Optional.of(withoutVoid(event)))
                        .map(rejected -> EventResult.rejected(event, rejected)))
                .orElseGet(() -> customer.countVoid(event, original(event), moment));
    }

    /** Both or neither; where the void is known already the second is judged alone. */
    Amended amend(UsageEvent voiding, UsageEvent second) {
        Optional<EventResult> refusedVoid = customer.verdictByItself(voiding)
                .or(() -> notVoidable(voiding).map(rejected -> EventResult.rejected(voiding, rejected)));
        Optional<EventResult> refusedSecond = customer.verdictByItself(second)
                .or(() -> notTaken(voiding, second).map(rejected -> EventResult.rejected(second, rejected)));
        if (refusedVoid.isEmpty() && refusedSecond.isEmpty()) {
            return new Amended(customer.countVoid(voiding, original(voiding), moment), customer.place(second, moment));
        }
        if (isDuplicate(refusedVoid)) {
            return new Amended(
                    refusedVoid.orElseThrow(), refusedSecond.orElseGet(() -> customer.place(second, moment)));
        }
        EventResult ofVoid = refusedVoid.orElseGet(() -> alike(voiding, refusedSecond.orElseThrow()));
        EventResult ofSecond = isDuplicate(refusedSecond) || refusedVoid.isEmpty()
                ? refusedSecond.orElseThrow()
                : alike(second, ofVoid);
        return new Amended(ofVoid, ofSecond);
    }

    private static boolean isDuplicate(Optional<EventResult> result) {
        return result.filter(known -> known.verdict() == Verdict.DUPLICATE).isPresent();
    }

    /** The same refusal for the other event of an amend; a conflict has no reason of its own. */
    private static EventResult alike(UsageEvent event, EventResult refused) {
        return refused.rejectionIfAny()
                .map(rejection -> new EventResult(event.eventId(), Verdict.REJECTED, rejection, null, null))
                .orElseGet(() -> EventResult.rejected(
                        event,
                        Rejected.field(
                                Reason.FIELD_INVALID,
                                "event_id",
                                refused.eventId(),
                                "an id of its own for each event of an amend, which no other content has")));
    }

    private Optional<Rejected> notVoidable(UsageEvent voiding) {
        String eventId = voiding.identity().correctsEventId();
        Optional<RecordedEvent> original = customer.recorded(eventId);
        if (original.filter(row -> row.kind() == RecordedEvent.Kind.USAGE).isEmpty()) {
            return Optional.of(Rejected.field(
                    Reason.EVENT_UNKNOWN,
                    "corrects_event_id",
                    eventId,
                    "an event that recorded usage of the customer"));
        }
        if (customer.isVoided(eventId)) {
            return Optional.of(Rejected.field(
                    Reason.ALREADY_VOIDED, "corrects_event_id", eventId, "an event that is not voided yet"));
        }
        return Optional.empty();
    }

    private static Rejected withoutVoid(UsageEvent second) {
        return Rejected.field(
                Reason.FIELD_INVALID,
                "corrects_event_id",
                second.identity().correctsEventId(),
                "the void of that event before this one in the same call; a void itself has no usage_time");
    }

    private Optional<Rejected> notTaken(UsageEvent voiding, UsageEvent second) {
        if (second.eventId().equals(voiding.eventId())) {
            return Optional.of(Rejected.field(
                    Reason.FIELD_INVALID,
                    "event_id",
                    second.eventId(),
                    "another id than the void that comes before it"));
        }
        boolean keepsTime = customer.recorded(second.identity().correctsEventId())
                .filter(row -> row.event().usedAt().equals(second.usedAt()))
                .isPresent();
        Optional<Rejected> untimely = keepsTime ? customer.closed(second) : customer.untimely(second, bounds);
        return untimely.or(() -> customer.noPlace(second));
    }

    private RecordedEvent original(UsageEvent voiding) {
        return customer.recorded(voiding.identity().correctsEventId()).orElseThrow();
    }
}
