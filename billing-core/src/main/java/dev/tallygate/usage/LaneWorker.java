package dev.tallygate.usage;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Does what one lane has gathered in one transaction, and answers each call once that is committed: in one trip where memory
 * suffices, else by reading under the locked gates.
 */
final class LaneWorker {

    private static final Logger LOG = LoggerFactory.getLogger(LaneWorker.class);

    /** After an id that was known already: so many groups look their ids up before one hopes again that all are new. */
    private static final int LOOK_UPS = 32;

    private final OneTripWay oneTrip;
    private final LockedWay locked;
    private final CustomerMemory memory = new CustomerMemory();
    private final UsageSettings settings;
    private final Clock clock;
    private int lookUps;
    private volatile boolean toForget;

    LaneWorker(OneTripWay oneTrip, LockedWay locked, UsageSettings settings, Clock clock) {
        this.oneTrip = oneTrip;
        this.locked = locked;
        this.settings = settings;
        this.clock = clock;
    }

    /** Those for whom nobody waits any more are not looked at. */
    void work(List<GateCall> calls) {
        if (toForget) {
            toForget = false;
            memory.clear();
        }
        List<GateCall> waiting = new ArrayList<>(calls.size());
        Instant now = clock.instant();
        for (GateCall call : calls) {
            if (now.isAfter(call.until())) {
                call.fail(Rejected.of(Reason.DEADLINE_PASSED, Reason.DEADLINE_PASSED.sentence()));
            } else {
                waiting.add(call);
            }
        }
        if (!waiting.isEmpty() && (lookUps > 0 || !isDoneInOneTrip(waiting))) {
            boolean allNew = locked.go(waiting, memory, this::moment);
            lookUps = allNew ? Math.max(0, lookUps - 1) : LOOK_UPS;
        }
    }

    /** What is remembered is not believed from the next group on. By any thread. */
    void forget() {
        toForget = true;
    }

    /** Where it is not, nothing is written, or what was written will be found. */
    private boolean isDoneInOneTrip(List<GateCall> calls) {
        List<Runnable> answers = new ArrayList<>();
        try {
            OneTripWay.End end = oneTrip.go(calls, memory, moment(), answers);
            if (end == OneTripWay.End.BY_LOOKING_UP) {
                lookUps = LOOK_UPS;
            }
        } catch (DuplicateKeyException known) {
            lookUps = LOOK_UPS;
        } catch (DataIntegrityViolationException passed) {
            LOG.debug("somebody else passed a gate: its customers are read again");
        } catch (RuntimeException lost) {
            LOG.warn("one trip failed, the locked way follows cause={}", lost.getMessage());
            memory.clear();
        }
        answers.forEach(Runnable::run);
        return !answers.isEmpty();
    }

    private Moment moment() {
        return Moment.of(clock.instant(), settings);
    }
}
