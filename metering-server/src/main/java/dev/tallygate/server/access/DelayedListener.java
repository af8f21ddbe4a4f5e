package dev.tallygate.server.access;

import io.grpc.ServerCall.Listener;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what happens to a call while it is held, as it is from the start, and passes it on in the order in which it
 * happened once it is released.
 *
 * <p>What happens comes from one thread at a time, as gRPC promises; the release may come from another one meanwhile.
 */
final class DelayedListener<Q> extends Listener<Q> {
    private final Queue<Consumer<Listener<Q>>> kept = new ArrayDeque<>();
    private Listener<Q> target = new Listener<>() {};
    private boolean held = true;

    synchronized boolean isHeld() {
        return held;
    }

    /** Keeps what happens from now on; to be called by what happens, while nothing is held. */
    synchronized void hold() {
        held = true;
    }

    /** Passes on what was kept, then whatever happens, to this target; by one thread at a time. */
    void release(Listener<Q> newTarget) {
        synchronized (this) {
            target = newTarget;
        }
        for (Consumer<Listener<Q>> next = nextKept(); next != null; next = nextKept()) {
            next.accept(newTarget);
        }
    }

    private synchronized @Nullable Consumer<Listener<Q>> nextKept() {
        held = !kept.isEmpty();
        return kept.poll();
    }

    private void pass(Consumer<Listener<Q>> happened) {
        Listener<Q> now;
        synchronized (this) {
            if (held) {
                kept.add(happened);
                return;
            }
            now = target;
        }
        happened.accept(now);
    }

    @Override
    public void onMessage(Q message) {
        pass(listener -> listener.onMessage(message));
    }

    @Override
    public void onHalfClose() {
        pass(Listener::onHalfClose);
    }

    @Override
    public void onReady() {
        pass(Listener::onReady);
    }

    @Override
    public void onCancel() {
        pass(Listener::onCancel);
    }

    @Override
    public void onComplete() {
        pass(Listener::onComplete);
    }
}
