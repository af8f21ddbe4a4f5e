package dev.tallygate.usage;

import dev.tallygate.database.Lane;
import dev.tallygate.database.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The lanes in which calls wait for customers' gates: recorded, reserved and released is in one order for each customer, in
 * the same transactions.
 */
public final class GateLanes implements AutoCloseable {

    /** What each lane of the product holds. */
    static final Lane.Bounds BOUNDS = new Lane.Bounds(UsageRecorder.EVENTS_MAX, 20_000, 32 << 20);

    private final List<LaneWorker> workers = new ArrayList<>();
    private final Lanes<GateCall> lanes;

    GateLanes(Lane.Bounds bounds, Supplier<LaneWorker> ofLane) {
        this.lanes = new Lanes<>("ledger", bounds, () -> {
            LaneWorker worker = ofLane.get();
            workers.add(worker);
            return worker::work;
        });
    }

    /** Takes a call of a customer's, or answers false at once where too many wait. */
    public boolean offer(String customerId, GateCall call) {
        return lanes.offer(Lanes.laneOf(customerId), call);
    }

    /** Takes a call whose customers are all of the lane of this number. */
    boolean offer(int lane, GateCall call) {
        return lanes.offer(lane, call);
    }

    /** Has all lanes forget what they remember: for whoever replaces what is in the database, as a restore does. */
    public void forget() {
        workers.forEach(LaneWorker::forget);
    }

    /** Answers what waits, and takes nothing more. */
    @Override
    public void close() {
        lanes.close();
        workers.forEach(LaneWorker::close);
    }
}
