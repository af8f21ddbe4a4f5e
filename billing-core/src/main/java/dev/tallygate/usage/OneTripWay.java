package dev.tallygate.usage;

import dev.tallygate.database.Scripts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Does a group of which all is remembered, without reading: answers come from memory, and one trip locks the gates, proves by
 * their next_seq that the memory is true, writes and commits. An id that is known already ends the trip with nothing written.
 */
final class OneTripWay {

    private final GateWriter writer;
    private final Scripts scripts;

    OneTripWay(GateWriter writer, Scripts scripts) {
        this.writer = writer;
        this.scripts = scripts;
    }

    /** How it ended: {@code BY_READING} = nothing is written, and it is to be done in the locked way. */
    enum End {
        DONE,
        BY_READING,
        BY_LOOKING_UP
    }

    /**
     * Does the group and gives its answers into the list. Where it is not done nothing is answered and nothing is written;
     * customers that are not kept in the memory then have to be read again.
     *
     * @throws org.springframework.dao.DataAccessException where the trip failed, with nothing written but after a lost
     *     connection: then it is unknown
     */
    End go(List<GateCall> calls, CustomerMemory memory, Moment moment, List<Runnable> answers) {
        Gates group = new Gates(new HashMap<>(), moment, false);
        if (!isRemembered(calls, group, memory)) {
            group.byId().values().forEach(customer -> memory.keep(customer.state()));
            return End.BY_READING;
        }
        group.byId().values().forEach(customer -> customer.holds().expire(moment.now()));
        for (GateCall call : calls) {
            if (!call.needsNoReading(group)) {
                return End.BY_READING;
            }
        }
        List<Runnable> given = new ArrayList<>(calls.size());
        for (GateCall call : calls) {
            GateCall.Judgement judgement = call.judge(group);
            if (!judgement.provenByWriting()) {
                return End.BY_LOOKING_UP;
            }
            given.add(judgement.answer());
        }
        GateWriter.Written written = writer.write(group, true);
        scripts.commit(written.script());
        written.committed(group, memory);
        answers.addAll(given);
        return End.DONE;
    }

    private static boolean isRemembered(List<GateCall> calls, Gates group, CustomerMemory memory) {
        Map<String, CustomerAtGate> byId = group.byId();
        for (GateCall call : calls) {
            for (String customerId : call.customerIds()) {
                if (!byId.containsKey(customerId)) {
                    CustomerState state = memory.take(customerId);
                    if (state == null) {
                        return false;
                    }
                    byId.put(customerId, new CustomerAtGate(state));
                }
            }
        }
        return true;
    }
}
