package dev.tallygate.usage;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.OneTripWay.Prepared;
import dev.tallygate.usage.OneTripWay.Trip;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Does what one lane has gathered in one transaction, and answers each call once that is committed: in one trip where memory
 * suffices, else by reading under the locked gates.
 *
 * <p>While a large group is on its trip the next is judged, on top of what the first will have written. Where the first fails,
 * the memory is put right and what was judged on top of it is judged anew. Of a small group the end is waited for: more calls
 * gather meanwhile, which gains more than judging a few of them early.
 */
final class LaneWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LaneWorker.class);

    /** After an id that was known already: so many groups look their ids up before one hopes again that all are new. */
    private static final int LOOK_UPS = 32;

    /** After somebody else was at a gate, who may come again. */
    private static final int LOOK_UPS_WHERE_PASSED = 2;

    /** From here on judging a group takes about as long as its trip. */
    private static final int LARGE_ITEMS = 100;

    private final OneTripWay oneTrip;
    private final LockedWay locked;
    private final UsageSettings settings;
    private final Clock clock;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("ledger-trip").daemon().factory());
    private CompletableFuture<Void> underway = CompletableFuture.completedFuture(null);

    /** Guards what follows: the lane's thread judges while the sender's may have to put right what failed. */
    private final Object mind = new Object();

    private final CustomerMemory memory = new CustomerMemory();
    private @Nullable Trip latest;
    private int failures;
    private int lookUps;
    private volatile boolean toForget;

    LaneWorker(OneTripWay oneTrip, LockedWay locked, UsageSettings settings, Clock clock) {
        this.oneTrip = oneTrip;
        this.locked = locked;
        this.settings = settings;
        this.clock = clock;
    }

    /** Those for whom nobody waits any more are not looked at. The last of the groups may still be on its trip afterwards. */
    void work(List<GateCall> calls) {
        List<GateCall> waiting = new ArrayList<>(calls.size());
        Instant now = clock.instant();
        for (GateCall call : calls) {
            if (now.isAfter(call.until())) {
                call.fail(Rejected.of(Reason.DEADLINE_PASSED, Reason.DEADLINE_PASSED.sentence()));
            } else {
                waiting.add(call);
            }
        }
        if (waiting.isEmpty()) {
            return;
        }
        Judged judged = judge(waiting);
        underway.join();
        Trip trip = judged.trip();
        if (trip != null && isTrue(judged)) {
            underway = CompletableFuture.runAsync(() -> send(trip), sender);
            if (isSmall(trip.calls())) {
                underway.join();
            }
        } else {
            goLocked(waiting);
        }
    }

    /** A trip that can be sent if no other has failed since; null = the group has to go the locked way. */
    private record Judged(@Nullable Trip trip, int failuresBefore) {}

    /** What is remembered is not believed from the next group on. By any thread. */
    void forget() {
        toForget = true;
    }

    /** Waits for the last group. */
    @Override
    public void close() {
        sender.close();
    }

    private static boolean isSmall(List<GateCall> calls) {
        int items = 0;
        for (GateCall call : calls) {
            items += call.items();
        }
        return items < LARGE_ITEMS;
    }

    private Judged judge(List<GateCall> calls) {
        synchronized (mind) {
            if (toForget) {
                toForget = false;
                memory.clear();
            }
            return new Judged(lookUps > 0 ? null : prepare(calls), failures);
        }
    }

    private @Nullable Trip prepare(List<GateCall> calls) {
        return switch (oneTrip.prepare(calls, memory, moment())) {
            case Prepared.Ready(Trip trip) -> {
                latest = trip;
                yield trip;
            }
            case Prepared.NotRemembered() -> null;
            case Prepared.NotProven() -> {
                lookUps = LOOK_UPS;
                yield null;
            }
        };
    }

    /** Whether what it stands on has happened. */
    private boolean isTrue(Judged judged) {
        synchronized (mind) {
            return judged.failuresBefore() == failures;
        }
    }

    /** What fails goes the locked way: nothing is written then, or what was written is found. */
    private void send(Trip trip) {
        try {
            oneTrip.send(trip);
        } catch (RuntimeException failure) {
            synchronized (mind) {
                putRight(trip, failure);
                try {
                    goLocked(trip.calls());
                } catch (RuntimeException again) {
                    trip.calls().forEach(call -> call.fail(again));
                }
            }
        }
    }

    /** Forgets what the trip, and the one that was judged on top of it, would have made true. */
    private void putRight(Trip failed, RuntimeException failure) {
        failures++;
        failed.customerIds().forEach(memory::take);
        if (latest != null) {
            latest.customerIds().forEach(memory::take);
            latest = null;
        }
        switch (failure) {
            case DuplicateKeyException known -> lookUps = LOOK_UPS;
            case DataIntegrityViolationException passed -> lookUps = LOOK_UPS_WHERE_PASSED;
            default -> {
                LOG.warn("one trip failed, the locked way follows cause={}", failure.getMessage());
                memory.clear();
            }
        }
    }

    private void goLocked(List<GateCall> calls) {
        synchronized (mind) {
            boolean allNew = locked.go(calls, memory, this::moment);
            lookUps = allNew ? Math.max(0, lookUps - 1) : LOOK_UPS;
        }
    }

    private Moment moment() {
        return Moment.of(clock.instant(), settings);
    }
}
