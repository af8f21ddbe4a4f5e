package dev.tallygate.batch.delivering;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.payment.DrainReport;
import dev.tallygate.payment.InvoiceDelivery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * Drains an outbox round by round until nothing is due: one item is one round of calls or mails. What is due soon, because
 * it is on its way in another process or backs off, is waited for; what is due later stays for the next run or the loop.
 */
final class DrainRounds implements ItemReader<Integer>, ItemWriter<Integer> {
    /** How long a run waits in all for calls that are due soon. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int CALLS_A_ROUND = 100;
    private static final Duration NAP_LONGEST = Duration.ofSeconds(1);

    private final String what;
    private final Supplier<Round> drain;
    private final Clock clock;
    private final RunContext context;
    private Runnable first = () -> {};
    private Duration waited = Duration.ZERO;
    private int round;
    private @Nullable Round last;

    /**
     * Rounds that did not begin.
     *
     * @param what is drained, for the report: {@code calls}
     */
    DrainRounds(String what, Supplier<Round> drain, Clock clock, RunContext context) {
        this.what = what;
        this.drain = drain;
        this.clock = clock;
        this.context = context;
    }

    /** Rounds over the calls to providers. */
    static DrainRounds ofCalls(InvoiceDelivery delivery, Clock clock, RunContext context) {
        return new DrainRounds("calls", () -> Round.of(delivery.drain(CALLS_A_ROUND)), clock, context);
    }

    /**
     * What one round did.
     *
     * @param facts counts for the report
     * @param nextTime when something is due again
     * @param obstacle why nothing more can be done now
     */
    record Round(
            boolean isIdle,
            int parked,
            Map<String, Object> facts,
            Optional<Instant> nextTime,
            Optional<String> obstacle) {
        static Round of(DrainReport report) {
            Map<String, Object> facts =
                    Map.of("accepted", report.accepted(), "again", report.again(), "parked", report.parked());
            Optional<String> obstacle = report.obstacles().isEmpty()
                    ? Optional.empty()
                    : Optional.of(String.join("; ", report.obstacles()));
            return new Round(report.isIdle(), report.parked(), facts, report.nextTime(), obstacle);
        }
    }

    /** A step of such rounds; each is a chunk of its own, with no transaction around it. */
    static Step step(String name, JobRepository repository, DrainRounds rounds) {
        return new StepBuilder(name, repository)
                .<Integer, Integer>chunk(1)
                .transactionManager(new ResourcelessTransactionManager())
                .reader(rounds)
                .writer(rounds)
                .build();
    }

    /** Does this once before the first round. */
    DrainRounds startingWith(Runnable before) {
        first = before;
        return this;
    }

    @Override
    public @Nullable Integer read() throws InterruptedException {
        if (last == null) {
            first.run();
            return ++round;
        }
        if (last.isIdle() && !waitForNext(last.nextTime())) {
            reportRest(last);
            return null;
        }
        return ++round;
    }

    @Override
    public void write(Chunk<? extends Integer> chunk) {
        Round done = drain.get();
        last = done;
        if (!done.isIdle()) {
            ReportEntry.Result result = done.parked() > 0 ? ReportEntry.Result.PARKED : ReportEntry.Result.DONE;
            add(new ReportEntry(what + ", round " + round, result, done.facts()));
        }
    }

    /** Whether it waited, and so another round is worth while. */
    private boolean waitForNext(Optional<Instant> next) throws InterruptedException {
        if (next.isEmpty()) {
            return false;
        }
        Duration wait = Duration.between(clock.instant(), next.get());
        if (waited.plus(wait).compareTo(PATIENCE) > 0) {
            return false;
        }
        Duration nap = wait.compareTo(NAP_LONGEST) > 0 ? NAP_LONGEST : wait;
        Duration least = nap.compareTo(Duration.ofMillis(50)) < 0 ? Duration.ofMillis(50) : nap;
        Thread.sleep(least);
        waited = waited.plus(least);
        return true;
    }

    private void reportRest(Round rest) {
        rest.obstacle().ifPresent(why -> context.progress().say(what + " wait: " + why));
        rest.nextTime()
                .ifPresent(time -> add(new ReportEntry(
                        what + " that wait",
                        ReportEntry.Result.PENDING,
                        Map.of(
                                "next_attempt_time",
                                time.toString(),
                                "why",
                                rest.obstacle().orElse("")))));
    }

    private void add(ReportEntry entry) {
        context.journal().append(List.of(entry));
        context.progress().add(List.of(entry));
    }
}
