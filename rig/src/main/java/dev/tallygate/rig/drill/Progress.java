package dev.tallygate.rig.drill;

import dev.tallygate.rig.RigFailed;
import dev.tallygate.rig.Transcript;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Says once a second how far a drill is, and waits for what has to come. */
final class Progress implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Thread speaker;
    private volatile Supplier<String> words = () -> "";

    Progress(String name, Transcript transcript) {
        this.speaker = Thread.ofVirtual().start(() -> speak(name, transcript));
    }

    /** From now on this is said. */
    void say(Supplier<String> now) {
        words = now;
    }

    /** Waits until it is so; three minutes without it end the drill. */
    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new RigFailed("waited " + PATIENCE.toMinutes() + " minutes until " + what);
            }
            pause(PAUSE);
        }
    }

    /** Lets time pass. */
    static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    private void speak(String name, Transcript transcript) {
        long start = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(1));
                long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
                transcript.line("   %s %3d s  %s".formatted(name, seconds, words.get()));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        speaker.interrupt();
        try {
            speaker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
