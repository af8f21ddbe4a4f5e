package dev.tallygate.usage;

import dev.tallygate.database.Scripts;
import dev.tallygate.reservation.HoldBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records a group of which all is remembered, without reading: verdicts and costs come from memory, and one trip locks the
 * gates, proves by their next_seq that the memory is true, writes and commits. An id that is recorded already ends the trip
 * with nothing written.
 */
final class OneTripRecorder {

    private final GroupWriter writer;
    private final HoldBook holds;
    private final Scripts scripts;

    OneTripRecorder(GroupWriter writer, HoldBook holds, Scripts scripts) {
        this.writer = writer;
        this.holds = holds;
        this.scripts = scripts;
    }

    /**
     * The results in the order of the events; empty where it cannot be told from memory how each ends: then nothing is
     * written. Customers that are not kept in the memory afterwards have to be read again.
     *
     * @throws org.springframework.dao.DataAccessException where the trip failed, with nothing written but after a lost connection
     */
    List<EventResult> record(List<UsageEvent> events, CustomerMemory memory, Moment moment) {
        Map<String, CustomerRecording> byId = new HashMap<>();
        for (UsageEvent event : events) {
            CustomerRecording customer = byId.computeIfAbsent(event.customerId(), id -> take(id, memory, moment));
            if (customer == null || !customer.takes(event, moment)) {
                byId.values().forEach(taken -> memory.keep(taken.state()));
                return List.of();
            }
        }
        List<EventResult> results = new ArrayList<>(events.size());
        for (UsageEvent event : events) {
            EventResult result = recordingOf(event, byId).judgeTaken(event, moment);
            if (result.verdict() == Verdict.REJECTED) {
                return List.of();
            }
            results.add(result);
        }
        TreeMap<Long, CustomerRecording> byKey = new TreeMap<>();
        byId.values().forEach(customer -> byKey.put(customer.gate().customerKey(), customer));
        GroupWriter.Written written = writer.write(byKey.values());
        scripts.commit(written.script());
        written.gates().forEach((key, gate) -> {
            CustomerState state = recordingOf(key, byKey).state();
            state.saved(gate);
            memory.keep(state);
        });
        return results;
    }

    private @Nullable CustomerRecording take(String customerId, CustomerMemory memory, Moment moment) {
        CustomerState state = memory.take(customerId);
        if (state == null) {
            return null;
        }
        if (state.gate().holds().mayBeOverdue(moment.recordedTime())) {
            memory.keep(state);
            return null;
        }
        return new CustomerRecording(state, holds.unread(state.gate()));
    }

    private static <K> CustomerRecording recordingOf(K key, Map<K, CustomerRecording> recordings) {
        return Objects.requireNonNull(recordings.get(key));
    }

    private static CustomerRecording recordingOf(UsageEvent event, Map<String, CustomerRecording> recordings) {
        return recordingOf(event.customerId(), recordings);
    }
}
