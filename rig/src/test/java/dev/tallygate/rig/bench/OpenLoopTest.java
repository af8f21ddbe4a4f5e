package dev.tallygate.rig.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.rig.RigFailed;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final Duration TENTH = Duration.ofMillis(100);

    @Test
    void callsAreSentThoughNoneIsAnswered() {
        List<StreamObserver<String>> waiting = new ArrayList<>();

        Round round = run(500, observer -> {
            waiting.add(observer);
            if (waiting.size() == 50) {
                waiting.forEach(StreamObserver::onCompleted);
            }
        });

        assertEquals(50, round.items());
        assertTrue(round.millis(1) >= 98, "the first call waited for the last: " + round.millis(1) + " ms");
    }

    /** The sender itself is held up in the first call; the calls that were due meanwhile were late by that. */
    @Test
    void aCallsTimeIsCountedFromWhenItWasDue() {
        List<Integer> sent = new ArrayList<>();

        Round round = run(1_000, observer -> {
            if (sent.isEmpty()) {
                long end = System.nanoTime() + Duration.ofMillis(80).toNanos();
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
            sent.add(sent.size());
            observer.onCompleted();
        });

        assertEquals(100, sent.size());
        assertTrue(round.millis(0.3) >= 5, "a third of the calls was due while nothing was sent");
    }

    private static Round run(int rate, ClosedLoop.AsyncCall<String> call) {
        OpenLoop.Load load = new OpenLoop(rate, TENTH).run(call);
        assertEquals(0, load.refused());
        return load.answered();
    }

    @Test
    void whatAFullServerRefusesIsCountedAndHasNoTime() {
        List<Integer> sent = new ArrayList<>();

        OpenLoop.Load load = new OpenLoop(100, TENTH).<String>run(observer -> {
            sent.add(sent.size());
            if (sent.size() % 5 == 0) {
                observer.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
            } else {
                observer.onCompleted();
            }
        });

        assertEquals(2, load.refused());
        assertEquals(8, load.answered().items());
    }

    @Test
    void aFailedCallFailsTheLoad() {
        OpenLoop loop = new OpenLoop(100, TENTH);

        assertThrows(
                RigFailed.class, () -> loop.<String>run(observer -> observer.onError(new IllegalStateException("no"))));
    }
}
