package dev.tallygate.database;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A queue whose waiting work goes to the database together: while one group is there, the next one gathers. There is no
 * timer, so an idle lane adds no latency and a busy one fills its groups.
 *
 * @param <W> what waits
 */
public final class Lane<W extends Lane.Work> implements AutoCloseable {
    private final Bounds bounds;
    private final Consumer<List<W>> groups;
    private final Thread worker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<W> waiting = new ArrayDeque<>();
    private long itemsWaiting;
    private long bytesWaiting;
    private boolean closed;

    /** What a lane needs to know of what waits in it. */
    public interface Work {

        /** How many rows or questions it stands for, at least 1. */
        int items();

        /** About how much memory it holds. */
        long bytes();

        /** Tells whoever waits for it that nobody knows what became of it. */
        void fail(RuntimeException failure);
    }

    /**
     * How much a lane holds.
     *
     * @param groupItems the most items of one group; work that has more goes alone
     * @param itemsMax items that may wait
     * @param bytesMax bytes that may wait
     */
    public record Bounds(int groupItems, long itemsMax, long bytesMax) {}

    /**
     * Starts a lane.
     *
     * @param name of its thread
     * @param groups does a group's work and answers each of it; what it throws fails the group
     */
    public Lane(String name, Bounds bounds, Consumer<List<W>> groups) {
        this.bounds = bounds;
        this.groups = groups;
        this.worker = Thread.ofPlatform().name(name).daemon().start(this::work);
    }

    /** Takes the work, or answers false at once where it is full or closed. Work is always taken by an empty lane. */
    public boolean offer(W work) {
        lock.lock();
        try {
            boolean full = !waiting.isEmpty()
                    && (itemsWaiting + work.items() > bounds.itemsMax()
                            || bytesWaiting + work.bytes() > bounds.bytesMax());
            if (full || closed) {
                return false;
            }
            waiting.addLast(work);
            itemsWaiting += work.items();
            bytesWaiting += work.bytes();
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, does what waits, and ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        try {
            worker.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        for (List<W> group = nextGroup(); !group.isEmpty(); group = nextGroup()) {
            try {
                groups.accept(group);
            } catch (RuntimeException failure) {
                group.forEach(work -> work.fail(failure));
            }
        }
    }

    /** Everything that waits, up to the bound of a group; waits for the first. Empty = closed, and nothing is left. */
    private List<W> nextGroup() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            List<W> group = new ArrayList<>();
            int items = 0;
            for (W next = waiting.peekFirst(); next != null && fits(items, next); next = waiting.peekFirst()) {
                waiting.removeFirst();
                group.add(next);
                items += next.items();
                itemsWaiting -= next.items();
                bytesWaiting -= next.bytes();
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(int items, W next) {
        return items == 0 || items + next.items() <= bounds.groupItems();
    }
}
