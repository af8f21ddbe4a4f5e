package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongConsumer;

/**
 * The plain programs that the product is measured against, in the form that is the fastest here: what is compared with is
 * found by trying. Connections are opened once and kept, as any pool keeps them.
 */
final class Yardsticks implements AutoCloseable {
    private static final int CALIBRATION_PART = 3;

    private final String url;
    private final Threads.Numbers numbers;
    private final Map<String, List<YardstickRepository>> opened = new HashMap<>();

    Yardsticks(String url, Threads.Numbers numbers) {
        this.url = url;
        this.numbers = numbers;
    }

    /**
     * How a plain program talks to the database.
     *
     * @param connections at a time
     * @param isPrepared statements prepared on the server, else sent as text
     * @param commitsByItself each statement is its own transaction, which saves a round trip
     * @param rowsOfStatement rows of one insert
     */
    record Form(int connections, boolean isPrepared, boolean commitsByItself, int rowsOfStatement) {
        private static final Form SINGLE = new Form(1, true, false, 1);

        /**
         * Multi-row inserts, the likeliest to win first: text in two sizes, prepared in three, by one, two and four
         * connections.
         */
        static List<Form> inserts() {
            return List.of(
                    new Form(4, true, false, 250),
                    new Form(2, true, false, 250),
                    new Form(1, true, false, 250),
                    new Form(2, true, false, 100),
                    new Form(2, true, false, 1_000),
                    new Form(2, false, false, 250),
                    new Form(2, false, false, 1_000));
        }

        /** Transactions of two statements, by pools of several sizes. */
        static List<Form> transactions() {
            return List.of(new Form(32, true, false, 1), new Form(64, true, false, 1), new Form(16, true, false, 1));
        }

        /** Statements that commit by themselves; a hot row is served best by few. */
        static List<Form> statements() {
            return List.of(
                    new Form(32, true, true, 1),
                    new Form(64, true, true, 1),
                    new Form(8, true, true, 1),
                    new Form(2, true, true, 1));
        }

        String text() {
            return "%d connection%s, %s%s"
                    .formatted(
                            connections,
                            connections == 1 ? "" : "s",
                            isPrepared ? "prepared" : "text",
                            rowsOfStatement == 1 ? "" : ", " + rowsOfStatement + " rows a statement");
        }

        private String kind() {
            return isPrepared + " " + commitsByItself;
        }
    }

    /** What one caller does with a connection and a range of fact numbers. */
    interface Step {
        void take(YardstickRepository connection, Form form, long number);
    }

    /**
     * A load of plain calls.
     *
     * @param callers threads, at least one a connection; who has none waits for one, as with any pool
     * @param items what one step is worth
     */
    record Load(int callers, int items, Step step) {}

    /** Makes the tables that plain programs write to, empty. */
    void prepareTables() {
        connections(Form.SINGLE).getFirst().prepareTables();
    }

    /** Makes the rows that plain updates need. */
    void prepareTotals(Shape shape) {
        connections(Form.SINGLE).getFirst().prepareTotals(shape);
    }

    /** The form that does the most in a third of a round; as many as the pace says, each half as often as it has rounds. */
    Form fastest(List<Form> all, Load load, Pace pace) {
        List<Form> forms = all.subList(0, Math.min(pace.forms(), all.size()));
        Duration part = pace.length().dividedBy(CALIBRATION_PART);
        Map<Form, Double> best = new HashMap<>();
        for (int round = 0; round < Math.ceilDiv(pace.rounds(), 2); round++) {
            for (Form form : forms) {
                best.merge(form, run(form, load, part).perSecond(), Math::max);
            }
        }
        return Collections.max(forms, (a, b) -> Double.compare(best.getOrDefault(a, 0.0), best.getOrDefault(b, 0.0)));
    }

    /** One round in this form. */
    Round run(Form form, Load load, Duration length) {
        List<YardstickRepository> connections = connections(form);
        BlockingQueue<YardstickRepository> free = new ArrayBlockingQueue<>(form.connections(), false, connections);
        LongConsumer caller = number -> {
            YardstickRepository connection = borrow(free);
            try {
                load.step().take(connection, form, number);
            } finally {
                free.add(connection);
            }
        };
        int callers = Math.max(load.callers(), form.connections());
        return Threads.run(Collections.nCopies(callers, caller), length, load.items(), numbers);
    }

    private List<YardstickRepository> connections(Form form) {
        List<YardstickRepository> ofKind = opened.computeIfAbsent(form.kind(), kind -> new ArrayList<>());
        while (ofKind.size() < form.connections()) {
            ofKind.add(YardstickRepository.open(url, form));
        }
        return ofKind.subList(0, form.connections());
    }

    private static YardstickRepository borrow(BlockingQueue<YardstickRepository> free) {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    @Override
    public void close() {
        opened.values().forEach(connections -> connections.forEach(YardstickRepository::close));
    }
}
