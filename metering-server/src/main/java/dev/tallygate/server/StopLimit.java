package dev.tallygate.server;

import java.time.Duration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Ends the process where a stop hangs, as it may with a database that hangs. What was acknowledged is committed, so nothing
 * of it is lost; what was not has no answer, and is sent again.
 */
final class StopLimit implements ApplicationListener<ContextClosedEvent> {
    private static final Duration LONGEST = Duration.ofSeconds(28);

    private final Thread limit = Thread.ofPlatform().name("stop-limit").daemon().unstarted(StopLimit::endLate);

    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        if (limit.getState() == Thread.State.NEW) {
            limit.start();
        }
    }

    /** The server has stopped: what the process still does, as where a start is recorded, may take longer. */
    void lift() {
        limit.interrupt();
    }

    private static void endLate() {
        try {
            Thread.sleep(LONGEST);
        } catch (InterruptedException lifted) {
            return;
        }
        System.err.println("tallygate server: the stop took " + LONGEST.toSeconds() + " s and was cut short");
        Runtime.getRuntime().halt(1);
    }
}
