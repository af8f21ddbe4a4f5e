package dev.tallygate.rig;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what other processes do, with a word a second on what is still missing. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Waiting() {}

    /** Until {@code missing} answers nothing (an empty text); what it answers is shown once a second. */
    static void until(String what, Transcript transcript, Supplier<String> missing) {
        long start = System.nanoTime();
        long shown = 0;
        for (String rest = missing.get(); !rest.isEmpty(); rest = missing.get()) {
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            if (seconds > shown) {
                transcript.indented("waiting until " + what + ": " + rest);
                shown = seconds;
            }
            if (seconds >= PATIENCE.toSeconds()) {
                throw new RigFailed("waited " + seconds + " s until " + what + ": " + rest);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
