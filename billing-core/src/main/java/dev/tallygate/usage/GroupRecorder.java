package dev.tallygate.usage;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.Sending.Sender;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Records what one lane has gathered in one transaction, and answers each call once that is committed: in one trip where
 * memory suffices, else by reading under the locked gates.
 */
final class GroupRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(GroupRecorder.class);

    /** After an id that was known already: so many groups look their ids up before one hopes again that all are new. */
    private static final int LOOK_UPS = 32;

    private final OneTripRecorder oneTrip;
    private final LockedRecorder locked;
    private final CustomerMemory memory = new CustomerMemory();
    private final UsageSettings settings;
    private final Clock clock;
    private int lookUps;
    private volatile boolean toForget;

    GroupRecorder(OneTripRecorder oneTrip, LockedRecorder locked, UsageSettings settings, Clock clock) {
        this.oneTrip = oneTrip;
        this.locked = locked;
        this.settings = settings;
        this.clock = clock;
    }

    /** Those for whom nobody waits any more are not written. An import and callers, who rarely meet, go one after the other. */
    void record(List<Sending> sendings) {
        if (toForget) {
            toForget = false;
            memory.clear();
        }
        Map<Sender, List<Sending>> bySender = new EnumMap<>(Sender.class);
        Instant now = clock.instant();
        for (Sending sending : sendings) {
            if (now.isAfter(sending.until())) {
                sending.fail(Rejected.of(Reason.DEADLINE_PASSED, Reason.DEADLINE_PASSED.sentence()));
            } else {
                bySender.computeIfAbsent(sending.sender(), sender -> new ArrayList<>())
                        .add(sending);
            }
        }
        bySender.forEach(this::recordFrom);
    }

    /** What is remembered is not believed from the next group on. By any thread. */
    void forget() {
        toForget = true;
    }

    private void recordFrom(Sender sender, List<Sending> sendings) {
        List<UsageEvent> events = new ArrayList<>();
        sendings.forEach(sending -> events.addAll(sending.events()));
        List<EventResult> results = record(events, sender);
        int from = 0;
        for (Sending sending : sendings) {
            int to = from + sending.events().size();
            sending.answer().complete(List.copyOf(results.subList(from, to)));
            from = to;
        }
    }

    private List<EventResult> record(List<UsageEvent> events, Sender sender) {
        List<EventResult> inOneTrip = lookUps > 0 ? List.of() : recordInOneTrip(events, sender);
        if (!inOneTrip.isEmpty()) {
            return inOneTrip;
        }
        List<EventResult> results = locked.record(events, memory, () -> momentFor(sender));
        boolean known = results.stream().anyMatch(result -> result.verdict() == Verdict.DUPLICATE);
        lookUps = known ? LOOK_UPS : Math.max(0, lookUps - 1);
        return results;
    }

    /** Empty where it cannot be done so, or was not: then nothing is written, or what was written will be found. */
    private List<EventResult> recordInOneTrip(List<UsageEvent> events, Sender sender) {
        try {
            return oneTrip.record(events, memory, momentFor(sender));
        } catch (DuplicateKeyException known) {
            lookUps = LOOK_UPS;
        } catch (DataIntegrityViolationException passed) {
            LOG.debug("somebody else passed a gate: its customers are read again");
        } catch (RuntimeException lost) {
            LOG.warn("one trip failed, the locked way follows cause={}", lost.getMessage());
            memory.clear();
        }
        return List.of();
    }

    private Moment momentFor(Sender sender) {
        Instant now = UtcTimes.toMicros(clock.instant());
        return new Moment(
                now,
                switch (sender) {
                    case CALLER -> TimeBounds.forCallers(settings, now);
                    case IMPORT -> TimeBounds.forBackfill(settings, now);
                });
    }
}
