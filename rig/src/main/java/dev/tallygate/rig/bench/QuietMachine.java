package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import dev.tallygate.rig.Transcript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** Waits until nobody else uses the processors, so that a figure is of the product and not of its neighbours. */
final class QuietMachine {
    private static final Path STAT = Path.of("/proc/stat");
    private static final double BUSY_MAX = 0.10;
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Where nothing is waited for, and only said. */
    private static final Duration GLANCE = Duration.ofMillis(200);

    private QuietMachine() {}

    /** Waits at most so long, then goes on and says how busy the machine is. Nothing is waited for where it cannot be seen. */
    static void await(Duration patience, Transcript transcript) {
        if (!Files.exists(STAT)) {
            return;
        }
        long end = System.nanoTime() + patience.toNanos();
        double busy = busy(patience.isZero() ? GLANCE : LOOK);
        if (busy > BUSY_MAX && System.nanoTime() < end) {
            transcript.line("waiting for a quiet machine: processors %.0f %% busy".formatted(busy * 100));
        }
        while (busy > BUSY_MAX && System.nanoTime() < end) {
            busy = busy(LOOK);
        }
        if (busy > BUSY_MAX) {
            transcript.line("NOT QUIET: the processors are %.0f %% busy with other work; ratios suffer less than rates"
                    .formatted(busy * 100));
        }
    }

    /** The busy part of all processors' time over one look. */
    private static double busy(Duration look) {
        long[] before = ticks();
        try {
            Thread.sleep(look);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
        long[] after = ticks();
        long all = Arrays.stream(after).sum() - Arrays.stream(before).sum();
        long idle = after[3] + after[4] - before[3] - before[4];
        return all == 0 ? 0 : 1 - (double) idle / all;
    }

    private static long[] ticks() {
        try {
            String cpu = Files.readAllLines(STAT).getFirst();
            return Arrays.stream(cpu.split(" +"))
                    .skip(1)
                    .limit(8)
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
