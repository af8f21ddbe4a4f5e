package dev.tallygate.rig.bench;

import com.google.protobuf.Empty;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.rig.Transcript;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.RecordUsageResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** The rows of the table, one after the other; in each, product and yardstick take turns. */
final class Scenes {
    private static final int CALLS_OF_100_IN_FLIGHT = 16;
    private static final int SINGLES_IN_FLIGHT = 256;
    private static final int INSERT_ROWS = 1_000;
    private static final int CONNECTIONS_OF_CALLS = 32;
    private static final int CUSTOMERS_MAX = 1_000;

    private final Product product;
    private final Echo echo;
    private final String url;
    private final Pace pace;
    private final Transcript transcript;
    private final Facts facts;
    private final YearMonth month;
    private final AtomicLong numbers = new AtomicLong();
    private final List<String> table = new ArrayList<>();

    /** How long and how often: rounds of a load, the length of one, and how long the machine may take to be quiet. */
    record Pace(int rounds, Duration length, Duration patience) {}

    Scenes(Product product, Echo echo, String url, Pace pace, Transcript transcript, Clock clock) {
        this.product = product;
        this.echo = echo;
        this.url = url;
        this.pace = pace;
        this.transcript = transcript;
        this.facts = new Facts(Long.toString(clock.millis(), Character.MAX_RADIX), clock.instant());
        this.month = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        table.add(row("what", "shape", "product", "yardstick", "ratio", "aim"));
    }

    List<String> table() {
        return List.copyOf(table);
    }

    /** Measures everything. */
    void play(long rowsFirst) {
        product.bringCustomers(CUSTOMERS_MAX, month);
        try (YardstickRepository setUp = YardstickRepository.open(url, false)) {
            setUp.prepareTables();
            transcript.line("Database " + setUp.version() + ", Java " + System.getProperty("java.vm.version") + ", "
                    + Runtime.getRuntime().availableProcessors() + " cores");
        }
        if (rowsFirst > 0) {
            fill(rowsFirst);
        }
        warmUp();
        QuietMachine.await(pace.patience(), transcript);
        transcript.chapter("RecordUsage in calls of 100, against the fastest plain insert of the same rows");
        recordMany(new Shape(1, 1, 100, CALLS_OF_100_IN_FLIGHT), 0.85);
        recordMany(new Shape(10, 20, 100, CALLS_OF_100_IN_FLIGHT), 0.8);
        recordMany(new Shape(100, 20, 100, CALLS_OF_100_IN_FLIGHT), 0.7);
        recordMany(new Shape(1_000, 20, 100, CALLS_OF_100_IN_FLIGHT), 0.45);
        transcript.chapter("RecordUsage, one event a call");
        recordOne(new Shape(100, 20, 1, SINGLES_IN_FLIGHT));
        transcript.chapter("CheckQuota");
        check(new Shape(100, 20, 1, SINGLES_IN_FLIGHT));
        transcript.chapter("The table: medians of " + pace.rounds() + " rounds of "
                + pace.length().toSeconds() + " s, with the least and the most");
    }

    /** Records rows until there are so many, with a word every now and then. */
    private void fill(long rows) {
        Shape shape = new Shape(CUSTOMERS_MAX, 20, 1_000, 8);
        try (YardstickRepository counter = YardstickRepository.open(url, false)) {
            long there = counter.count();
            while (there < rows) {
                ClosedLoop loop = new ClosedLoop(shape.inFlight(), Duration.ofSeconds(10));
                Round round = loop.<RecordUsageResponse>run(
                        shape.events(), observer -> product.record(facts, shape, take(shape.events()), observer));
                there = counter.count();
                transcript.line("filled: %,d of %,d rows, %,.0f a second".formatted(there, rows, round.perSecond()));
            }
        }
    }

    private void warmUp() {
        Shape many = new Shape(100, 20, 100, CALLS_OF_100_IN_FLIGHT);
        Shape one = new Shape(100, 20, 1, SINGLES_IN_FLIGHT);
        Duration length = pace.length().multipliedBy(2);
        new ClosedLoop(many.inFlight(), length)
                .<RecordUsageResponse>run(100, observer -> product.record(facts, many, take(100), observer));
        new ClosedLoop(one.inFlight(), length)
                .<RecordUsageResponse>run(1, observer -> product.record(facts, one, take(1), observer));
        new ClosedLoop(one.inFlight(), pace.length())
                .<CheckQuotaResponse>run(1, observer -> product.check(one, take(1), observer));
        new ClosedLoop(one.inFlight(), pace.length()).<Empty>run(1, echo::call);
    }

    private void recordMany(Shape shape, double aim) {
        List<Round> ours = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int round = 0; round < pace.rounds(); round++) {
            plain.add(Math.max(insert(shape, false), insert(shape, true)));
            ours.add(record(shape));
        }
        Spread rate = rates(ours);
        Spread yardstick = Spread.of(plain);
        report("record", shape, rate, yardstick, "rows/s", ratio(rate, yardstick), ">= " + aim);
    }

    /** Two connections, since one waits for its commit half the time. */
    private double insert(Shape shape, boolean prepared) {
        return withConnections(
                        2,
                        2,
                        prepared,
                        (connection, number) -> connection.insert(facts, shape, number, number + INSERT_ROWS),
                        INSERT_ROWS)
                .perSecond();
    }

    private Round record(Shape shape) {
        return new ClosedLoop(shape.inFlight(), pace.length())
                .<RecordUsageResponse>run(
                        shape.events(), observer -> product.record(facts, shape, take(shape.events()), observer));
    }

    private void recordOne(Shape shape) {
        List<Round> ours = new ArrayList<>();
        List<Round> plain = new ArrayList<>();
        List<Round> empty = new ArrayList<>();
        for (int round = 0; round < pace.rounds(); round++) {
            plain.add(withConnections(
                    SINGLES_IN_FLIGHT,
                    CONNECTIONS_OF_CALLS,
                    true,
                    (connection, number) -> connection.insertAndTotal(facts, shape, number),
                    1));
            ours.add(record(shape));
            empty.add(echo());
        }
        Spread rate = rates(ours);
        Spread insertAndTotal = rates(plain);
        Spread calls = rates(empty);
        report("record", shape, rate, insertAndTotal, "insert + total/s", ratio(rate, insertAndTotal), ">= 15");
        report("record", shape, rate, calls, "echo/s", ratio(rate, calls), ">= 0.5");
        Spread p99 = Spread.of(ours.stream().map(Round::p99Millis).toList());
        Spread p99Plain = Spread.of(plain.stream().map(Round::p99Millis).toList());
        report("record, p99", shape, p99, p99Plain, "ms", ratio(p99, p99Plain), "<= 0.2");
    }

    private void check(Shape shape) {
        List<Round> ours = new ArrayList<>();
        List<Round> empty = new ArrayList<>();
        for (int round = 0; round < pace.rounds(); round++) {
            ours.add(new ClosedLoop(shape.inFlight(), pace.length())
                    .<CheckQuotaResponse>run(1, observer -> product.check(shape, take(1), observer)));
            empty.add(echo());
        }
        Spread rate = rates(ours);
        Spread calls = rates(empty);
        report("check", shape, rate, calls, "echo/s", ratio(rate, calls), ">= 0.6");
    }

    private Round echo() {
        return new ClosedLoop(SINGLES_IN_FLIGHT, pace.length()).<Empty>run(1, echo::call);
    }

    /** What one worker does with its connection and a range of fact numbers. */
    private interface Step {
        void take(YardstickRepository connection, long number);
    }

    /** {@code callers} share the connections: who has none waits for one, as with any pool. */
    private Round withConnections(int callers, int count, boolean prepared, Step step, int items) {
        List<YardstickRepository> connections = IntStream.range(0, count)
                .mapToObj(i -> YardstickRepository.open(url, prepared))
                .toList();
        BlockingQueue<YardstickRepository> free = new ArrayBlockingQueue<>(count, false, connections);
        try {
            LongConsumer caller = number -> {
                YardstickRepository connection = borrow(free);
                try {
                    step.take(connection, number);
                } finally {
                    free.add(connection);
                }
            };
            return Threads.run(Collections.nCopies(callers, caller), pace.length(), items, this::take);
        } finally {
            connections.forEach(YardstickRepository::close);
        }
    }

    private static YardstickRepository borrow(BlockingQueue<YardstickRepository> free) {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    private long take(int count) {
        return numbers.getAndAdd(count);
    }

    private static Spread rates(List<Round> rounds) {
        return Spread.of(rounds.stream().map(Round::perSecond).toList());
    }

    private static double ratio(Spread figure, Spread yardstick) {
        return figure.median() / yardstick.median();
    }

    private void report(
            String what, Shape shape, Spread figure, Spread yardstick, String unit, double ratio, String aim) {
        String line = row(
                what,
                shape.text(),
                figure.text(),
                yardstick.text() + " " + unit,
                String.format(Locale.ROOT, "%.2f", ratio),
                aim);
        transcript.line(line);
        table.add(line);
    }

    private static String row(String... cells) {
        return "%-12s %-56s %-26s %-44s %6s  %s".formatted((Object[]) cells);
    }
}
