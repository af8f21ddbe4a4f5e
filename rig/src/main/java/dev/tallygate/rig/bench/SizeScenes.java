package dev.tallygate.rig.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the size of the table does to recording, and what an event adds to it. */
final class SizeScenes {
    private static final Shape WEIGHED = Shape.of(100, 20, 100, Bed.CALLS_OF_100_IN_FLIGHT);

    private final Bed bed;
    private final Shape allActive;
    private final Place large;
    private final Place beside;

    /** {@code beside} has few events or none. */
    SizeScenes(Bed bed, Place large, Place beside) {
        this.bed = bed;
        this.allActive = Shape.of(bed.pace().customers(), 20, 100, Bed.CALLS_OF_100_IN_FLIGHT);
        this.large = large;
        this.beside = beside;
    }

    /** Measures those of these parts that are its own. */
    void play(Set<Wish.Part> parts) {
        if (parts.contains(Wish.Part.SIZE)) {
            bed.transcript().chapter("Recording into the large table, against a small one");
            record();
        }
        if (parts.contains(Wish.Part.BYTES)) {
            bed.transcript().chapter("Bytes of an event");
            weigh("bytes of an event", bed.facts());
            weigh("bytes with labels", bed.facts().labelled());
        }
    }

    private void record() {
        long rowsBeside = beside.site().events();
        long rows;
        long pool;
        try (DatabaseRepository database = DatabaseRepository.open(large.site().url())) {
            rows = database.events();
            pool = database.bufferPoolMegabytes();
        }
        beside.record(bed.facts(), allActive, bed.length());
        List<Round> ours = new ArrayList<>();
        List<Round> plain = new ArrayList<>();
        for (int round = 0; round < bed.pace().rounds(); round++) {
            plain.add(beside.record(bed.facts(), allActive, bed.length()));
            ours.add(large.record(bed.facts(), allActive, bed.length()));
        }
        bed.table()
                .add(
                        "record, large",
                        "%,d rows, %,d customers active, pool %,d MB"
                                .formatted(rows, bed.pace().customers(), pool),
                        Bed.rates(ours),
                        new Table.Yardstick(
                                Bed.rates(plain),
                                rowsBeside == 0
                                        ? "rows/s into an empty table"
                                        : "rows/s into one of %,d rows".formatted(rowsBeside)),
                        ">= 0.85");
    }

    /** Pages and binary log before and after so many events; the ratio is to what one is as it was sent. */
    private void weigh(String what, Facts facts) {
        long events = bed.pace().weighed();
        try (DatabaseRepository database = DatabaseRepository.open(beside.site().url())) {
            DatabaseRepository.Pages before = database.eventPages();
            Optional<Long> logBefore = database.binlogBytes();
            beside.count(facts, WEIGHED, events);
            DatabaseRepository.Pages added = database.eventPages().minus(before);
            double sent = facts.event(events, WEIGHED).getSerializedSize();
            add(what, events, "data", added.data() / events, sent);
            add(what, events, "index", added.index() / events, sent);
            Optional<Long> logAfter = database.binlogBytes();
            if (logBefore.isPresent() && logAfter.isPresent()) {
                add(what, events, "binary log", (double) (logAfter.get() - logBefore.get()) / events, sent);
            } else {
                bed.transcript().line("This server writes no binary log: its bytes are not in the table.");
            }
        }
    }

    private void add(String what, long events, String where, double bytes, double sent) {
        bed.table()
                .add(
                        what,
                        "%s, %,d events in calls of 100".formatted(where, events),
                        Spread.of(List.of(bytes)),
                        new Table.Yardstick(Spread.of(List.of(sent)), "bytes as sent"),
                        "");
    }
}
