package dev.tallygate.usage;

import dev.tallygate.ledger.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Supplier;
import org.springframework.dao.DataIntegrityViolationException;

/** Does any group: locks the gates, reads what is not remembered, looks the ids up, judges, writes, commits. */
final class LockedWay {

    private final GateRows rows;

    LockedWay(GateRows rows) {
        this.rows = rows;
    }

    private record Done(Gates group, GateWriter.Written written, List<Runnable> answers, boolean allNew) {}

    /**
     * Does the group and answers it. A deadlock, a lost connection or an unknown commit is tried again with the same ids; what
     * the database refuses for its content is split down, so that the offender alone is refused.
     *
     * @return whether every id was new
     */
    boolean go(List<GateCall> calls, CustomerMemory memory, Supplier<Moment> moments) {
        Map<String, Long> customerKeys = rows.keysOf(
                calls.stream().flatMap(call -> call.customerIds().stream()).toList());
        return go(calls, customerKeys, memory, moments);
    }

    private boolean go(
            List<GateCall> calls, Map<String, Long> customerKeys, CustomerMemory memory, Supplier<Moment> moments) {
        Done done;
        try {
            done = rows.inTransaction(() -> goLocked(calls, customerKeys, memory, moments));
        } catch (DataIntegrityViolationException refused) {
            return goInHalves(calls, customerKeys, memory, moments, refused);
        }
        done.written().keepIn(memory, done.group());
        done.answers().forEach(Runnable::run);
        return done.allNew();
    }

    private boolean goInHalves(
            List<GateCall> calls,
            Map<String, Long> customerKeys,
            CustomerMemory memory,
            Supplier<Moment> moments,
            DataIntegrityViolationException refused) {
        if (calls.size() > 1) {
            int middle = calls.size() / 2;
            go(calls.subList(0, middle), customerKeys, memory, moments);
            go(calls.subList(middle, calls.size()), customerKeys, memory, moments);
            return false;
        }
        List<GateCall> halves = calls.getFirst().halves();
        halves.forEach(half -> go(List.of(half), customerKeys, memory, moments));
        if (halves.isEmpty()) {
            calls.getFirst().refuse(refused);
        }
        return false;
    }

    private Done goLocked(
            List<GateCall> calls, Map<String, Long> customerKeys, CustomerMemory memory, Supplier<Moment> moments) {
        NavigableMap<Long, Gate> locked = rows.lock(customerKeys.values());
        Moment moment = moments.get();
        Needs needs = new Needs(customerKeys);
        calls.forEach(call -> call.tellNeeds(needs, moment));
        Gates group = rows.read(needs, locked, memory, moment);
        List<Runnable> answers = new ArrayList<>(calls.size());
        boolean allNew = true;
        for (GateCall call : calls) {
            GateCall.Judgement judgement = call.judge(group);
            answers.add(judgement.answer());
            allNew &= judgement.provenByWriting();
        }
        GateWriter.Written written = rows.write(group, false);
        rows.run(written.script());
        return new Done(group, written, answers, allNew);
    }
}
