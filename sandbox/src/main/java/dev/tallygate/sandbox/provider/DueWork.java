package dev.tallygate.sandbox.provider;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentStore;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens by itself at a provider, and the webhooks that are due.
 *
 * <p>One thread that a change wakes, and that looks by itself four times a second.
 */
public final class DueWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);
    private static final long LOOK_MILLIS = 250;

    /** Does what is due in one change, and says how much that was. */
    @FunctionalInterface
    public interface Step {
        int take(Change change);
    }

    private final DocumentStore store;
    private final List<Step> steps;
    private final WebhookSender webhooks;
    private final Thread thread;
    private final Object signal = new Object();
    private boolean awake;
    private volatile boolean closed;

    public DueWork(String name, DocumentStore store, WebhookSender webhooks, List<Step> steps) {
        this.store = store;
        this.webhooks = webhooks;
        this.steps = List.copyOf(steps);
        this.thread = new Thread(this::run, name);
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
        store.onChange(this::wake);
    }

    private void wake() {
        synchronized (signal) {
            awake = true;
            signal.notifyAll();
        }
    }

    private void run() {
        while (!closed) {
            try {
                sleep();
                for (Step step : steps) {
                    store.change(Change.Origin.SANDBOX, step::take);
                }
                webhooks.sendDue();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("due work failed", e);
            }
        }
    }

    private void sleep() throws InterruptedException {
        synchronized (signal) {
            long until = System.nanoTime() + LOOK_MILLIS * 1_000_000;
            for (long left = LOOK_MILLIS; !awake && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
                signal.wait(left);
            }
            awake = false;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
