package dev.tallygate.batch.schedule;

import dev.tallygate.batch.cli.Ending;
import dev.tallygate.batch.cli.ExitCodes;
import dev.tallygate.batch.cli.JsonOption;
import dev.tallygate.batch.cli.Session;
import dev.tallygate.batch.job.RunExit;
import dev.tallygate.batch.job.RunProgress;
import dev.tallygate.batch.job.StopSignal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jobs}: runs the jobs by their schedule until it is stopped; or what is due, once; or shows the schedule. */
@Command(
        name = "jobs",
        description = {
            "Run the jobs by their schedule, until Ctrl-C or SIGTERM. What was missed is caught up.",
            "When: TALLYGATE_JOBS_BILL, _DELIVER, _RECONCILE, _VERIFY, each a cron expression in UTC, or off."
        })
public final class JobsCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    /** What else than running on. */
    static final class Mode {
        @Option(names = "--once", description = "Run what is due and end: for a cron of your own.")
        private boolean once;

        @Option(names = "--list", description = "Show each job: when, how it last ended, what is next, who is at it.")
        private boolean list;
    }

    @ArgGroup
    private Mode mode = new Mode();

    @Mixin
    private JsonOption format = new JsonOption();

    public JobsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (format.isJson() && !mode.list) {
            throw new ParameterException(spec().commandLine(), "--json goes with --list");
        }
        Schedule schedule = session.bean(Schedule.class);
        PlannedRuns runs = session.bean(PlannedRuns.class);
        if (mode.list) {
            ScheduleListing.of(runs, session.bean(Clock.class)).print(schedule.jobs(), format, session.out());
            return ExitCodes.DONE;
        }
        return mode.once ? once(schedule.jobs(), runs) : runOn(schedule, runs);
    }

    /** Everything that is due, one job after the other; the worst ending is the exit code. */
    private int once(List<ScheduledJob> jobs, PlannedRuns runs) {
        StopSignal stop = new StopSignal();
        Exits exits = new Exits();
        session.bean(Ending.class).during(() -> jobs.forEach(job -> once(job, runs, stop, exits)), stop::stop);
        return exits.worst.code();
    }

    /** The worst ending so far. */
    private static final class Exits {
        private RunExit worst = RunExit.DONE;

        private void add(RunExit exit) {
            worst = exit == RunExit.FAILED || worst == RunExit.DONE ? exit : worst;
        }
    }

    private void once(ScheduledJob job, PlannedRuns runs, StopSignal stop, Exits exits) {
        if (job.rhythm().isEmpty()) {
            runs.passOver(job);
            return;
        }
        boolean more = true;
        while (more && !stop.isStopped()) {
            Attempt attempt = runs.attempt(job, PlannedRuns.Patience.NONE, progress(), stop);
            more = mayHaveMore(attempt);
            tell(job, attempt, exits);
        }
    }

    private static boolean mayHaveMore(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Ran ran -> ran.last().isDone();
            case Attempt.SettledByTwin settled -> true;
            case Attempt.Elsewhere elsewhere -> false;
            case Attempt.NothingDue nothing -> false;
        };
    }

    private void tell(ScheduledJob job, Attempt attempt, Exits exits) {
        switch (attempt) {
            case Attempt.Ran ran -> exits.add(ran.exit());
            case Attempt.SettledByTwin settled -> say(job.name() + ": another process has done it");
            case Attempt.Elsewhere elsewhere ->
                say("%s is running (%s): nothing to do here".formatted(job.name(), elsewhere.holder()));
            case Attempt.NothingDue nothing ->
                say("%s: nothing due; next %s"
                        .formatted(
                                job.name(),
                                nothing.again().map(Object::toString).orElse("never")));
        }
    }

    private void say(String sentence) {
        progress().say(sentence);
    }

    private int runOn(Schedule schedule, PlannedRuns runs) {
        Clock clock = session.bean(Clock.class);
        Environment environment = session.bean(Environment.class);
        Path home = Path.of(
                Optional.ofNullable(environment.getProperty("tallygate.home")).orElse(".tallygate"));
        schedule.jobs().stream().filter(job -> job.rhythm().isPresent()).forEach(runs::open);
        ScheduleListing.of(runs, clock).print(schedule.jobs(), format, session.out());
        session.out().println("Times are UTC. Ctrl-C ends it; a run that is cut off goes on with the next start.");
        session.out().flush();
        new Scheduler(runs, clock, session.out(), session.bean(Ending.class), new Pulse(home, clock))
                .runUntilAsked(schedule);
        return ExitCodes.DONE;
    }

    private RunProgress progress() {
        return new RunProgress(session.err(), RunProgress.Style.PLAIN);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec");
        }
        return spec;
    }
}
