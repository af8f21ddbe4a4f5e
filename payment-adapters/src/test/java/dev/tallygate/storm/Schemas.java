package dev.tallygate.storm;

import dev.tallygate.TestDatabase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** As many schemas as month ends run at a time: one that is given back is emptied and used again, not migrated anew. */
final class Schemas implements AutoCloseable {
    private final List<TestDatabase> all = new ArrayList<>();
    private final Deque<TestDatabase> idle = new ArrayDeque<>();

    /** An empty schema that nobody else has until it is given back. */
    synchronized TestDatabase take() {
        if (idle.isEmpty()) {
            TestDatabase made = TestDatabase.create();
            all.add(made);
            return made;
        }
        TestDatabase used = idle.pop();
        used.clear();
        return used;
    }

    synchronized void giveBack(TestDatabase database) {
        idle.push(database);
    }

    @Override
    public synchronized void close() {
        all.forEach(TestDatabase::drop);
        all.clear();
        idle.clear();
    }
}
