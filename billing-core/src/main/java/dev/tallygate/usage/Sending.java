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
            if (EventRules.broken(event).isEmpty()) {
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

    private static EventResult judge(UsageEvent event, Gates gates, TimeBounds bounds) {
        CustomerAtGate customer = gates.byId().get(event.customerId());
        if (customer == null) {
            return EventResult.customerUnknown(event);
        }
        return gates.looksUp()
                ? customer.judge(event, gates.moment(), bounds)
                : customer.judgeTaken(event, gates.moment());
    }

    @Override
    public List<GateCall> halves() {
        int middle = events.size() / 2;
        Sending first = new Sending(events.subList(0, middle), sender, until, new CompletableFuture<>());
        Sending second = new Sending(events.subList(middle, events.size()), sender, until, new CompletableFuture<>());
        CompletionStage<List<EventResult>> both = first.answer.thenCombine(second.answer, Sending::joined);
        both.whenComplete((results, failure) -> {
            if (failure == null) {
                answer.complete(results);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return List.of(first, second);
    }

    private static List<EventResult> joined(List<EventResult> first, List<EventResult> second) {
        List<EventResult> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Override
    public void refuse(DataIntegrityViolationException refused) {
        UsageEvent event = events.getFirst();
        LOG.warn(
                "usage event refused by the database customer_id={} event_id={} cause={}",
                event.customerId(),
                event.eventId(),
                refused.getMostSpecificCause().getMessage());
        answer.complete(List.of(EventResult.rejected(
                event,
                Rejected.of(Reason.FIELD_INVALID, "the database cannot hold this event: see the server's log"))));
    }
}
