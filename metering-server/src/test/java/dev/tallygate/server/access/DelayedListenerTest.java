package dev.tallygate.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ServerCall.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DelayedListenerTest {

    /** Writes down what it hears, in the order in which it hears it. */
    private static final class Heard extends Listener<Integer> {
        private final List<String> all = new ArrayList<>();

        @Override
        public void onMessage(Integer message) {
            all.add("message " + message);
        }

        @Override
        public void onHalfClose() {
            all.add("half close");
        }

        @Override
        public void onReady() {
            all.add("ready");
        }

        @Override
        public void onCancel() {
            all.add("cancel");
        }

        @Override
        public void onComplete() {
            all.add("complete");
        }
    }

    private final Heard heard = new Heard();
    private final DelayedListener<Integer> delayed = new DelayedListener<>();

    @Test
    void whatHappenedWhileItWasHeldIsPassedOnInOrder() {
        delayed.onReady();
        delayed.onMessage(1);
        delayed.onHalfClose();
        delayed.onCancel();
        assertEquals(List.of(), heard.all);

        delayed.release(heard);
        delayed.onComplete();

        assertEquals(List.of("ready", "message 1", "half close", "cancel", "complete"), heard.all);
    }

    @Test
    void itCanBeHeldAgain() {
        delayed.release(heard);
        delayed.onMessage(1);

        delayed.hold();
        delayed.onMessage(2);

        assertEquals(List.of("message 1"), heard.all);
        assertTrue(delayed.isHeld());
        delayed.release(heard);
        assertEquals(List.of("message 1", "message 2"), heard.all);
    }

    @Test
    void whatHappensDuringTheReleaseStaysInOrder() {
        int messages = 20_000;

        CompletableFuture<Void> released = new CompletableFuture<>();
        for (int number = 0; number < messages; number++) {
            delayed.onMessage(number);
            if (number == 100) {
                released = CompletableFuture.runAsync(() -> delayed.release(heard));
            }
        }
        released.join();

        assertEquals(messages, heard.all.size());
        for (int number = 0; number < messages; number++) {
            assertEquals("message " + number, heard.all.get(number));
        }
    }
}
