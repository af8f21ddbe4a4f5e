package dev.tallygate.rig.bench;

import dev.tallygate.rig.DatabaseServer;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.rig.Transcript;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The order in which everything is measured, over installations that are made for it: one with all events of a closed month,
 * one with a tenth of them, and, unless time is short, one with none.
 */
final class Scenes {
    private static final String LARGE = "large";
    private static final String SMALL = "small";
    private static final String EMPTY = "empty";
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
        try (Beside beside = new Beside(pace);
                Place place = open(fresh(LARGE), pace);
                Yardsticks yardsticks = new Yardsticks(place.site().url(), this::take);
                Echo echo = Echo.start()) {
            yardsticks.prepareTables();
            Bed bed = new Bed(pace, table, transcript, facts, closed, yardsticks, echo);
            playAll(bed, place, beside);
        }
        transcript.chapter("The table: " + pace.text() + ", with the least and the most");
        describe();
        table.print();
        dropSchemas();
    }

    private void playAll(Bed bed, Place large, Beside beside) {
        long events = wish.wantsEvents() ? fill(bed, large, beside) : 0;
        if (wish.wants(Wish.Part.BILL)) {
            Place small = beside.small();
            if (bed.pace().installations() > 2) {
                beside.close();
            }
            bed.awaitQuiet();
            new BillScene(bed, large.site(), small.site())
                    .play(events, bed.pace().rows() / GROWTH);
        }
        new MeteringScenes(bed, large).play(wish.parts());
        if (wish.wants(Wish.Part.SIZE) || wish.wants(Wish.Part.BYTES)) {
            new SizeScenes(bed, large, beside.withFewRows()).play(wish.parts());
        }
        beside.close();
        if (wish.wants(Wish.Part.OPEN_LOOP)) {
            new OpenLoopScene(bed, large, this::take).play(wish.rate());
        }
        if (wish.wants(Wish.Part.START)) {
            new StartScene(bed, large, this::take).play();
        }
    }

    /** Fills the large installation, of which the small one is a copy from when it had a tenth. */
    private long fill(Bed bed, Place large, Beside beside) {
        long all = bed.pace().rows();
        long filled = 0;
        if (wish.wants(Wish.Part.BILL)) {
            filled = large.fill(closed, all / GROWTH, transcript);
            beside.begin(large.site().copy(SMALL));
        }
        return filled + large.fill(closed, all - filled, transcript);
    }

    private Place open(Site site, Pace pace) {
        return Place.open(site, pace.customers(), month, this::take);
    }

    /**
     * What stands beside the large installation: the small one, started while the large one is filled, and then an empty one,
     * each for as long as it is needed; or the small one for both.
     */
    private final class Beside implements AutoCloseable {
        private final Pace pace;
        private @Nullable CompletableFuture<Place> starting;
        private @Nullable Place running;

        Beside(Pace pace) {
            this.pace = pace;
        }

        /** Starts the small one. */
        void begin(Site site) {
            starting = CompletableFuture.supplyAsync(() -> Place.reopen(site, pace.customers(), Scenes.this::take));
        }

        /** The small one, once it runs. */
        Place small() {
            try {
                Place small =
                        Objects.requireNonNull(starting, "bills are measured").get();
                running = small;
                return small;
            } catch (ExecutionException e) {
                throw new RigFailed("the small installation could not be started: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RigFailed("interrupted", e);
            }
        }

        /** One with few events or none. */
        Place withFewRows() {
            Place place = running == null ? open(fresh(EMPTY), pace) : running;
            running = place;
            return place;
        }

        /** Ends what runs; what is only being started is ended with the bench. */
        @Override
        public void close() {
            if (running != null) {
                running.close();
                running = null;
            }
        }
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
