package dev.tallygate.batch.schedule;

import dev.tallygate.batch.cli.Ending;
import dev.tallygate.batch.job.RunProgress;
import dev.tallygate.batch.job.StopSignal;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Looks after every job that is on, each in a thread of its own, until it is asked to end. */
final class Scheduler {
    /** A sleep ends at the latest after it: another scheduler, or the machine's clock, may have moved on. */
    private static final Duration LOOK_LONGEST = Duration.ofSeconds(30);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);

    private final PlannedRuns runs;
    private final Clock clock;
    private final PrintWriter out;
    private final Ending ending;
    private final Pulse pulse;
    private final Map<String, StopSignal> signals = new ConcurrentHashMap<>();

    Scheduler(PlannedRuns runs, Clock clock, PrintWriter out, Ending ending, Pulse pulse) {
        this.runs = runs;
        this.clock = clock;
        this.out = out;
        this.ending = ending;
        this.pulse = pulse;
    }

    /** Returns when it was asked to end and every run has stopped. */
    void runUntilAsked(Schedule schedule) {
        ending.during(() -> lookAfter(schedule.jobs()), () -> signals.values().forEach(StopSignal::stop));
    }

    private void lookAfter(List<ScheduledJob> jobs) {
        List<Thread> threads = jobs.stream()
                .map(job -> Thread.ofPlatform().name("job " + job.name()).start(() -> lookAfter(job)))
                .toList();
        for (Thread thread : threads) {
            join(thread);
        }
        say("the schedule has ended");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAfter(ScheduledJob job) {
        @Nullable String trouble = null;
        Duration wait = Duration.ZERO;
        while (!ending.within(wait)) {
            try {
                wait = untilNextLook(look(job));
                trouble = null;
                pulse.beat();
            } catch (RuntimeException failure) {
                String sentence = Trouble.sentence(failure);
                if (!sentence.equals(trouble)) {
                    say("%s: %s; looked after again in a while".formatted(job.name(), sentence));
                }
                trouble = sentence;
                wait = AFTER_TROUBLE;
            }
        }
    }

    private Optional<Instant> look(ScheduledJob job) {
        if (job.rhythm().isEmpty()) {
            runs.passOver(job);
            return Optional.empty();
        }
        StopSignal stop = new StopSignal();
        signals.put(job.name(), stop);
        if (ending.isAsked()) {
            return Optional.empty();
        }
        Attempt attempt =
                runs.attempt(job, PlannedRuns.Patience.WAIT_AFTER_FAILURE, RunProgress.prefixed(out, this::now), stop);
        if (attempt instanceof Attempt.Ran ran) {
            say(sentence(job, ran));
        }
        return attempt.again();
    }

    private static String sentence(ScheduledJob job, Attempt.Ran ran) {
        return "%s: %s after %.1f s; next %s"
                .formatted(
                        job.name(),
                        ran.last().outcome(),
                        ran.last().duration().toMillis() / 1_000.0,
                        ran.again().map(Instant::toString).orElse("never"));
    }

    private Duration untilNextLook(Optional<Instant> again) {
        Duration wait =
                again.map(time -> Duration.between(clock.instant(), time)).orElse(LOOK_LONGEST);
        return wait.compareTo(LOOK_LONGEST) < 0 ? wait : LOOK_LONGEST;
    }

    private void say(String line) {
        out.println(now() + line);
        out.flush();
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS) + " ";
    }
}
