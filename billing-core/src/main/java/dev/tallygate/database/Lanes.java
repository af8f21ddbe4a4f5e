package dev.tallygate.database;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Lanes by customer: all work for one customer goes through the same one, in its order.
 *
 * @param <W> what waits
 */
public final class Lanes<W extends Lane.Work> implements AutoCloseable {

    /** The same on every server, so that all of them meet at a customer's gate in the same lane. */
    public static final int COUNT = 4;

    private final List<Lane<W>> lanes;

    /** Starts the lanes; {@code name} is that of their threads, {@code bounds} are those of each, who works is each one's own. */
    public Lanes(String name, Lane.Bounds bounds, Supplier<Consumer<List<W>>> workers) {
        this.lanes = IntStream.range(0, COUNT)
                .mapToObj(number -> new Lane<W>(name + "-" + number, bounds, workers.get()))
                .toList();
    }

    /** The lane of a customer's work, from 0. */
    public static int laneOf(String customerId) {
        return Math.floorMod(customerId.hashCode(), COUNT);
    }

    /** As {@link Lane#offer}, to the lane of this number. */
    public boolean offer(int lane, W work) {
        return lanes.get(lane).offer(work);
    }

    /** Takes nothing more, does what waits, and ends. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
