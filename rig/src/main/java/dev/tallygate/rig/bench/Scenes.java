package dev.tallygate.rig.bench;

import dev.tallygate.rig.DatabaseServer;
import dev.tallygate.rig.Transcript;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The order in which everything is measured, over installations that are made for it: one with all events of a closed month,
 * one with a tenth of them, and, unless time is short, one with none.
 */
final class Scenes {
    private static final String LARGE = "large";
    private static final String SMALL = "small";
    private static final String EMPTY = "empty";
    /** Has no schema of its own. */
    private static final String STARTS = "starts";

    private static final List<String> NAMES = List.of(LARGE, SMALL, EMPTY);
    private static final int GROWTH = 10;
    private static final Duration BEFORE_THE_END = Duration.ofHours(1);

    private final Wish wish;
    private final Path script;
    private final Path home;
    private final String serverUrl;
    private final Transcript transcript;
    private final Facts facts;
    private final Facts closed;
    private final YearMonth month;
    private final AtomicLong numbers = new AtomicLong();

    Scenes(Wish wish, Path script, Path home, String serverUrl, Transcript transcript, Clock clock) {
        this.wish = wish;
        this.script = script;
        this.home = home;
        this.serverUrl = serverUrl;
        this.transcript = transcript;
        this.month = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        this.facts = new Facts(Long.toString(clock.millis(), Character.MAX_RADIX), clock.instant(), Map.of());
        this.closed = facts.at(endOfLastMonth());
    }

    /** At most 31 days ago, so always young enough to be recorded. */
    private Instant endOfLastMonth() {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().minus(BEFORE_THE_END);
    }

    /** Measures what is wished for and prints the table; leaves no schema behind. */
    void play() {
        Pace pace = Pace.of(wish);
        Table table = new Table(transcript);
        transcript.chapter("Set-up");
        describe();
        try (Echo echo = Echo.start();
                Place place = open(fresh(LARGE), pace);
                Yardsticks yardsticks = new Yardsticks(place.site().url(), this::take)) {
            yardsticks.prepareTables();
            playAll(new Bed(pace, table, transcript, facts, closed, yardsticks, echo), place);
        }
        transcript.chapter("The table: " + pace.text() + ", with the least and the most");
        describe();
        table.print();
        dropSchemas();
    }

    private void playAll(Bed bed, Place large) {
        Optional<Site> small = wish.wantsEvents() ? Optional.of(fill(bed, large)) : Optional.empty();
        bed.awaitQuiet();
        if (wish.wants(Wish.Part.BILL)) {
            new BillScene(bed, large.site(), small.orElseThrow()).play();
        }
        new MeteringScenes(bed, large).play(wish.parts());
        if (bed.pace().isShort() && wish.wants(Wish.Part.START) && small.isPresent()) {
            starts(bed, large, small.get()).play(beside -> new SizeScenes(bed, large, beside).play(wish.parts()));
        } else {
            size(bed, large);
            if (wish.wants(Wish.Part.START)) {
                starts(bed, large, large.site().twin(STARTS)).play(beside -> {});
            }
        }
        if (wish.wants(Wish.Part.OPEN_LOOP)) {
            new OpenLoopScene(bed, large, this::take).play(wish.rate());
        }
    }

    /** Fills the large installation; answers the small one, a copy of it from when it had a tenth of its events. */
    private Site fill(Bed bed, Place large) {
        long all = bed.pace().rows();
        long filled = large.fill(closed, all / GROWTH, transcript);
        Site small = large.site().copy(SMALL);
        large.fill(closed, all - filled, transcript);
        return small;
    }

    private void size(Bed bed, Place large) {
        if (wish.wants(Wish.Part.SIZE) || wish.wants(Wish.Part.BYTES)) {
            try (Place empty = open(fresh(EMPTY), bed.pace())) {
                new SizeScenes(bed, large, empty).play(wish.parts());
            }
        }
    }

    private StartScene starts(Bed bed, Place large, Site second) {
        return new StartScene(bed, large.site(), second, this::take);
    }

    private Place open(Site site, Pace pace) {
        return Place.open(site, pace.customers(), month, this::take);
    }

    private Site fresh(String name) {
        return Site.fresh(name, script, home, serverUrl);
    }

    private void describe() {
        try (DatabaseRepository server = DatabaseRepository.open(DatabaseServer.withSchema(serverUrl, ""))) {
            transcript.line(Machine.text());
            transcript.line("Database " + server.version() + ", buffer pool " + server.bufferPoolMegabytes() + " MB, "
                    + server.settings());
        }
    }

    /** Ends the servers that a run left when it was cut off. */
    void endServers() {
        for (String name : NAMES) {
            Site.endServer(script, home.resolve(name));
        }
    }

    private void dropSchemas() {
        try (DatabaseRepository server = DatabaseRepository.open(DatabaseServer.withSchema(serverUrl, ""))) {
            for (String name : NAMES) {
                server.drop(Site.schema(name));
            }
        }
    }

    private long take(int count) {
        return numbers.getAndAdd(count);
    }
}
