package dev.tallygate.sandbox.provider;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what happens by itself. */
public final class Awaiting {
    private Awaiting() {}

    /** Waits until it is so; fails after ten seconds. */
    public static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not become true within ten seconds");
            }
            Thread.sleep(10);
        }
    }
}
