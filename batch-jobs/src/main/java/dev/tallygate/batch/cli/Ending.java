package dev.tallygate.batch.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Ends a command that goes on until it is stopped. Ctrl-C and SIGTERM close core: this holds the close up, with the
 * database still there, until the command has seen it and has finished what it was at.
 */
public final class Ending implements ApplicationListener<ContextClosedEvent> {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile Runnable whenAsked = () -> {};
    private volatile boolean begun;

    /** Runs work that goes on until it is asked to end; {@code whenAsked} is called when it is. */
    public void during(Runnable work, Runnable whenAskedToEnd) {
        whenAsked = whenAskedToEnd;
        begun = true;
        try {
            work.run();
        } finally {
            finished.countDown();
        }
    }

    /** Waits; true where it was asked to end meanwhile. */
    public boolean within(Duration wait) {
        try {
            return asked.await(Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Asks the work to end. */
    public void ask() {
        asked.countDown();
        whenAsked.run();
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        if (!begun || finished.getCount() == 0) {
            return;
        }
        ask();
        awaitFinished();
    }

    /** What has not finished by then is cut off, as by a crash: the next start goes on there. */
    private boolean awaitFinished() {
        try {
            return finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
