package dev.tallygate.rig.bench;

import dev.tallygate.v1.RecordUsageResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Single events at a steady rate: how long each takes when nobody waits for the one before. */
final class OpenLoopScene {
    private static final Shape SINGLES = Shape.of(100, 20, 1, Bed.SINGLES_IN_FLIGHT);
    private static final double PART_OF_PEAK = 0.5;

    private final Bed bed;
    private final Place place;
    private final Threads.Numbers numbers;

    OpenLoopScene(Bed bed, Place place, Threads.Numbers numbers) {
        this.bed = bed;
        this.place = place;
        this.numbers = numbers;
    }

    /** {@code wished}: calls a second; empty = half of the peak, which is measured just before. */
    void play(Optional<Long> wished) {
        Duration time = bed.pace().open();
        bed.transcript().chapter("RecordUsage, one event a call, at a steady rate for " + time.toSeconds() + " s");
        Round peak = place.record(bed.facts(), SINGLES, bed.length());
        double rate = wished.map(Long::doubleValue).orElse(Math.max(1, peak.perSecond() * PART_OF_PEAK));
        ServerMemory memory = new ServerMemory(place.site());
        long liveBefore = memory.liveMegabytes();
        int pausesBefore = memory.pauses().size();
        OpenLoop.Load load = new OpenLoop(rate, time)
                .<RecordUsageResponse>run(
                        observer -> place.product().record(bed.facts(), SINGLES, numbers.next(1), observer));
        Round round = load.answered();
        List<ServerMemory.Pause> all = memory.pauses();
        List<ServerMemory.Pause> pauses = all.subList(pausesBefore, all.size());
        long liveAfter = memory.liveMegabytes();
        String shape = "%,.0f a second of 100 customers x 20 models, for %d s".formatted(rate, time.toSeconds());
        add("open loop, p50", shape, round.millis(0.5), peak.millis(0.5));
        add("open loop, p99", shape, round.millis(0.99), peak.millis(0.99));
        add("open loop, p99.9", shape, round.millis(0.999), peak.millis(0.999));
        bed.transcript()
                .line(
                        ("%,d calls from their intended time, %,d more refused by a full server, the slowest %,.1f ms; %d pauses of the server's"
                                        + " collector, %,.1f ms in all, the longest %,.1f ms; %,d MB live before, %,d MB after")
                                .formatted(
                                        round.items(),
                                        load.refused(),
                                        round.millis(1),
                                        pauses.size(),
                                        pauses.stream()
                                                .mapToDouble(ServerMemory.Pause::millis)
                                                .sum(),
                                        pauses.stream()
                                                .mapToDouble(ServerMemory.Pause::millis)
                                                .max()
                                                .orElse(0),
                                        liveBefore,
                                        liveAfter));
    }

    private void add(String what, String shape, double millis, double peakMillis) {
        bed.table()
                .add(
                        what,
                        shape,
                        Spread.of(List.of(millis)),
                        new Table.Yardstick(Spread.of(List.of(peakMillis)), "ms at the peak, 256 in flight"),
                        "");
    }
}
