package dev.tallygate.rig.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Recording, checking and reserving under a closed load, each in turns with its yardsticks. */
final class MeteringScenes {
    private static final int ROWS_OF_TRANSACTION = 1_000;
    private static final int MANY_CUSTOMERS = 100;
    private static final Shape SINGLES = Shape.of(MANY_CUSTOMERS, 20, 1, Bed.SINGLES_IN_FLIGHT);

    private final Bed bed;
    private final Place place;

    MeteringScenes(Bed bed, Place place) {
        this.bed = bed;
        this.place = place;
    }

    /** Warms up, and measures those of these parts that are its own. */
    void play(Set<Wish.Part> parts) {
        warmUp();
        bed.awaitQuiet();
        if (parts.contains(Wish.Part.RECORD)) {
            bed.transcript().chapter("RecordUsage in calls of 100, against the fastest plain insert of the same rows");
            recordMany(1, 1, 0.85);
            recordMany(10, 20, 0.8);
            recordMany(MANY_CUSTOMERS, 20, 0.7);
            if (bed.pace().customers() > MANY_CUSTOMERS) {
                recordMany(bed.pace().customers(), 20, 0.45);
            }
        }
        if (parts.contains(Wish.Part.SINGLES)) {
            bed.transcript().chapter("RecordUsage, one event a call");
            recordOne();
        }
        if (parts.contains(Wish.Part.CHECK)) {
            bed.transcript().chapter("CheckQuota");
            check();
        }
        if (parts.contains(Wish.Part.RESERVE)) {
            bed.transcript().chapter("ReserveQuota, and the commit by RecordUsage");
            reserve(100, 20);
            reserve(1, 1);
        }
    }

    /** Until the compilers have seen each kind of call; where time is short, calls of a hundred and the empty ones. */
    private void warmUp() {
        Shape many = Shape.of(MANY_CUSTOMERS, 20, 100, Bed.CALLS_OF_100_IN_FLIGHT);
        place.record(bed.facts(), many, bed.length().multipliedBy(2));
        bed.echoRound();
        if (bed.pace().isShort()) {
            return;
        }
        place.record(bed.facts(), SINGLES, bed.length().multipliedBy(2));
        place.check(SINGLES, bed.length());
        place.reserveAndCommit(bed.facts(), SINGLES, bed.length());
    }

    private void recordMany(int customers, int models, double aim) {
        Shape shape = Shape.of(customers, models, 100, Bed.CALLS_OF_100_IN_FLIGHT);
        Yardsticks.Load load = new Yardsticks.Load(
                1,
                ROWS_OF_TRANSACTION,
                (connection, form, number) ->
                        connection.insert(bed.facts(), shape, number, ROWS_OF_TRANSACTION, form.rowsOfStatement()));
        bed.yardsticks().prepareTables();
        Yardsticks.Form form = bed.yardsticks().fastest(Yardsticks.Form.inserts(), load, bed.pace());
        List<Round> ours = new ArrayList<>();
        List<Round> plain = new ArrayList<>();
        for (int round = 0; round < bed.pace().rounds(); round++) {
            plain.add(bed.yardsticks().run(form, load, bed.length()));
            ours.add(place.record(bed.facts(), shape, bed.length()));
        }
        bed.table()
                .add(
                        "record",
                        shape.text(),
                        Bed.rates(ours),
                        new Table.Yardstick(Bed.rates(plain), "rows/s, " + form.text()),
                        ">= " + aim);
    }

    private void recordOne() {
        Yardsticks.Load load = new Yardsticks.Load(
                SINGLES.inFlight(),
                1,
                (connection, form, number) -> connection.insertAndTotal(bed.facts(), SINGLES, number));
        Yardsticks.Form form = bed.yardsticks().fastest(Yardsticks.Form.transactions(), load, bed.pace());
        List<Round> ours = new ArrayList<>();
        List<Round> plain = new ArrayList<>();
        List<Round> empty = new ArrayList<>();
        for (int round = 0; round < bed.pace().rounds(); round++) {
            plain.add(bed.yardsticks().run(form, load, bed.length()));
            ours.add(place.record(bed.facts(), SINGLES, bed.length()));
            empty.add(bed.echoRound());
        }
        String plainName = "insert + total, " + form.text();
        addSingles("record", Bed.rates(ours), new Table.Yardstick(Bed.rates(plain), "/s " + plainName), ">= 15");
        addSingles("record", Bed.rates(ours), new Table.Yardstick(Bed.rates(empty), "/s echo"), ">= 0.5");
        addSingles(
                "record, p99",
                Bed.millis(ours, 0.99),
                new Table.Yardstick(Bed.millis(plain, 0.99), "ms " + plainName),
                "<= 0.2");
    }

    private void check() {
        List<Round> ours = new ArrayList<>();
        List<Round> empty = new ArrayList<>();
        for (int round = 0; round < bed.pace().rounds(); round++) {
            ours.add(place.check(SINGLES, bed.length()));
            empty.add(bed.echoRound());
        }
        addSingles("check", Bed.rates(ours), new Table.Yardstick(Bed.rates(empty), "/s echo"), ">= 0.6");
    }

    private void addSingles(String what, Spread product, Table.Yardstick yardstick, String aim) {
        bed.table().add(what, SINGLES.text(), product, yardstick, aim);
    }

    /** A step is both calls, the second sent when the first was granted; the yardstick's step is both updates. */
    private void reserve(int customers, int models) {
        Shape shape = Shape.of(customers, models, 1, Bed.SINGLES_IN_FLIGHT);
        Yardsticks.Load load = new Yardsticks.Load(
                shape.inFlight(), 1, (connection, form, number) -> connection.holdAndReturn(shape, number));
        bed.yardsticks().prepareTotals(shape);
        Yardsticks.Form form = bed.yardsticks().fastest(Yardsticks.Form.statements(), load, bed.pace());
        List<Round> ours = new ArrayList<>();
        List<Round> plain = new ArrayList<>();
        for (int round = 0; round < bed.pace().rounds(); round++) {
            plain.add(bed.yardsticks().run(form, load, bed.length()));
            ours.add(place.reserveAndCommit(bed.facts(), shape, bed.length()));
        }
        bed.table()
                .add(
                        "reserve + commit",
                        shape.text(),
                        Bed.rates(ours),
                        new Table.Yardstick(Bed.rates(plain), "/s two updates, " + form.text()),
                        ">= 5");
    }
}
