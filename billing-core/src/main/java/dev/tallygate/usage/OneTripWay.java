package dev.tallygate.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does a group of which all is remembered, without reading: answers come from memory, and one trip locks the gates, proves by
 * their next_seq that the memory is true, writes and commits. An id that is known already ends the trip with nothing written.
 */
final class OneTripWay {

    private final GateRows rows;

    OneTripWay(GateRows rows) {
        this.rows = rows;
    }

    /** A group that is judged and not written yet. */
    record Trip(List<GateCall> calls, Gates group, GateWriter.Written written, List<Runnable> answers) {

        Set<String> customerIds() {
            return group.byId().keySet();
        }
    }

    /** What became of the attempt to judge a group from memory. */
    sealed interface Prepared {

        /** It can be sent; the memory is already as it will be then. */
        record Ready(Trip trip) implements Prepared {}

        /** Something has to be read first. */
        record NotRemembered() implements Prepared {}

        /** Some answer depends on ids that were not looked up. */
        record NotProven() implements Prepared {}
    }

    /** Judges the group. Customers that are not in the memory afterwards have to be read again. */
    Prepared prepare(List<GateCall> calls, CustomerMemory memory, Moment moment) {
        Gates group = new Gates(new HashMap<>(), moment, false);
        if (!isRemembered(calls, group, memory)) {
            group.byId().values().forEach(customer -> memory.keep(customer.state()));
            return new Prepared.NotRemembered();
        }
        group.byId().values().forEach(customer -> customer.holds().expire(moment.now()));
        for (GateCall call : calls) {
            if (!call.needsNoReading(group)) {
                return new Prepared.NotRemembered();
            }
        }
        List<Runnable> answers = new ArrayList<>(calls.size());
        for (GateCall call : calls) {
            GateCall.Judgement judgement = call.judge(group);
            if (!judgement.provenByWriting()) {
                return new Prepared.NotProven();
            }
            answers.add(judgement.answer());
        }
        GateWriter.Written written = rows.write(group, true);
        written.keepIn(memory, group);
        return new Prepared.Ready(new Trip(calls, group, written, answers));
    }

    /**
     * Sends it, and gives the answers once it is committed.
     *
     * @throws org.springframework.dao.DataAccessException where it failed, with nothing written but after a lost connection:
     *     then it is unknown
     */
    void send(Trip trip) {
        rows.commit(trip.written().script());
        trip.answers().forEach(Runnable::run);
    }

    private boolean isRemembered(List<GateCall> calls, Gates group, CustomerMemory memory) {
        Map<String, CustomerAtGate> byId = group.byId();
        for (GateCall call : calls) {
            for (String customerId : call.customerIds()) {
                if (!byId.containsKey(customerId)) {
                    CustomerState state = memory.take(customerId);
                    if (state == null) {
                        return false;
                    }
                    byId.put(customerId, new CustomerAtGate(state, rows.meters()));
                }
            }
        }
        return true;
    }
}
