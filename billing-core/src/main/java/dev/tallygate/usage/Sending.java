package dev.tallygate.usage;

import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Events of one call that belong to one lane, waiting to be recorded.
 *
 * @param until after it nobody waits any more, and nothing is written
 */
record Sending(List<UsageEvent> events, Sender sender, Instant until, CompletableFuture<List<EventResult>> answer)
        implements GateCall {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    /** Who sends events, and so how old they may be. */
    enum Sender {
        CALLER,
        IMPORT
    }

    @Override
    public int items() {
        return events.size();
    }

    @Override
    public long bytes() {
        long bytes = 0;
        for (UsageEvent event : events) {
            bytes += event.bytes();
        }
        return bytes;
    }

    @Override
    public void fail(RuntimeException failure) {
        answer.completeExceptionally(failure);
    }

    @Override
    public Collection<String> customerIds() {
        Set<String> customerIds = new LinkedHashSet<>();
        for (UsageEvent event : events) {
            customerIds.add(event.customerId());
        }
        return customerIds;
    }

    @Override
    public void tellNeeds(Needs needs, Moment moment) {
        TimeBounds bounds = moment.boundsFor(sender);
        for (UsageEvent event : events) {
            if (EventRules.isEventId(event.eventId())) {
                needs.event(event.customerId(), event.eventId());
            }
            String reservationId = event.context().reservationId();
            if (FieldRules.isId(reservationId, FieldRules.ID_BYTES_MAX)) {
                needs.reservation(event.customerId(), reservationId);
            }
            if (event.isCorrection()) {
                needs.corrected(event.customerId(), event.identity().correctsEventId());
            }
            if (EventRules.broken(event).isEmpty()) {
                needs.meters(event.reported().own().keySet());
                event.usedAt()
                        .filter(usageTime -> bounds.refusal(usageTime).isEmpty())
                        .map(BillingPeriod::monthContaining)
                        .ifPresent(period -> needs.period(event.customerId(), period.start()));
            }
        }
    }

    @Override
    public boolean needsNoReading(Gates gates) {
        TimeBounds bounds = gates.moment().boundsFor(sender);
        for (UsageEvent event : events) {
            CustomerAtGate customer = gates.byId().get(event.customerId());
            if (customer == null || !customer.takes(event, bounds)) {
                return false;
            }
        }
        return true;
    }

    /** Proven by writing is what was counted, and what repeats it within the same group. */
    @Override
    public Judgement judge(Gates gates) {
        if (CallOrder.isNeededFor(events)) {
            return judgeCorrections(gates);
        }
        TimeBounds bounds = gates.moment().boundsFor(sender);
        List<EventResult> results = new ArrayList<>(events.size());
        boolean proven = true;
        for (UsageEvent event : events) {
            EventResult result = judge(event, gates, bounds);
            results.add(result);
            proven &=
                    result.verdict() == Verdict.RECORDED || (!gates.looksUp() && result.verdict() != Verdict.REJECTED);
        }
        return new Judgement(() -> answer.complete(results), proven);
    }

    /** Corrections are always looked up: what they correct has to be read. */
    private Judgement judgeCorrections(Gates gates) {
        TimeBounds bounds = gates.moment().boundsFor(sender);
        EventResult[] results = new EventResult[events.size()];
        for (List<Integer> step : CallOrder.of(events).steps()) {
            UsageEvent event = events.get(step.getFirst());
            CustomerAtGate customer = gates.byId().get(event.customerId());
            if (customer == null) {
                step.forEach(index -> results[index] = EventResult.customerUnknown(events.get(index)));
            } else if (step.size() == 1) {
                results[step.getFirst()] = event.isCorrection()
                        ? new CorrectionJudge(customer, gates.moment(), bounds).alone(event)
                        : customer.judge(event, gates.moment(), bounds);
            } else {
                CorrectionJudge.Amended amended =
                        new CorrectionJudge(customer, gates.moment(), bounds).amend(event, events.get(step.getLast()));
                results[step.getFirst()] = amended.voided();
                results[step.getLast()] = amended.second();
            }
        }
        List<EventResult> all = List.of(results);
        boolean allNew = all.stream().allMatch(result -> result.verdict() == Verdict.RECORDED);
        return new Judgement(() -> answer.complete(all), allNew);
    }

    private static EventResult judge(UsageEvent event, Gates gates, TimeBounds bounds) {
        CustomerAtGate customer = gates.byId().get(event.customerId());
        if (customer == null) {
            return EventResult.customerUnknown(event);
        }
        return gates.looksUp()
                ? customer.judge(event, gates.moment(), bounds)
                : customer.judgeTaken(event, gates.moment());
    }

    /** The two events of an amend stay together. */
    @Override
    public List<GateCall> halves() {
        List<List<Integer>> halves = CallOrder.of(events).halves();
        if (halves.isEmpty()) {
            return List.of();
        }
        EventResult[] results = new EventResult[events.size()];
        List<Sending> calls = new ArrayList<>();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (List<Integer> indexes : halves) {
            Sending half =
                    new Sending(indexes.stream().map(events::get).toList(), sender, until, new CompletableFuture<>());
            calls.add(half);
            answers.add(half.answer.thenAccept(ofHalf -> {
                for (int i = 0; i < indexes.size(); i++) {
                    results[indexes.get(i)] = ofHalf.get(i);
                }
            }));
        }
        CompletionStage<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        all.whenComplete((done, failure) -> {
            if (failure == null) {
                answer.complete(List.of(results));
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return List.copyOf(calls);
    }

    @Override
    public void refuse(DataIntegrityViolationException refused) {
        UsageEvent first = events.getFirst();
        LOG.warn(
                "usage event refused by the database customer_id={} event_id={} cause={}",
                first.customerId(),
                first.eventId(),
                refused.getMostSpecificCause().getMessage());
        Rejected why = Rejected.of(Reason.FIELD_INVALID, "the database cannot hold this event: see the server's log");
        answer.complete(
                events.stream().map(event -> EventResult.rejected(event, why)).toList());
    }
}
