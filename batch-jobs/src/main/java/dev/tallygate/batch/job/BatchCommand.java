package dev.tallygate.batch.job;

import dev.tallygate.batch.cli.Session;
import dev.tallygate.batch.delivering.DeliverJob;
import dev.tallygate.batch.delivering.NotifyJob;
import dev.tallygate.batch.delivering.ReconcileJob;
import dev.tallygate.batch.margin.MarginsJob;
import dev.tallygate.batch.reconciling.PeriodReconcileJob;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.time.BillingPeriod;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code batch JOB}: runs one job to its end; exit code 0 all done, 2 done with something parked, 1 failed. */
@Command(name = "batch", description = "Run a job.", synopsisSubcommandLabel = "JOB")
public final class BatchCommand {
    private final Session session;

    @Spec
    @Nullable
    CommandSpec spec;

    public BatchCommand(Session session) {
        this.session = session;
    }

    @Command(description = "Close periods that are due and draft their invoices.")
    int bill(
            @Option(
                            names = "--period",
                            paramLabel = "YYYY-MM",
                            description = "Periods that end with this month or before.")
                    @Nullable
                    String period,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "Periods that end at this time or before; without it, up to this month.")
                    @Nullable
                    Instant until,
            @Option(names = "--customer", paramLabel = "ID", description = "This customer only.") @Nullable
                    String customerId,
            @Option(names = "--dry-run", description = "Write nothing; leave the report.") boolean dryRun) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put(BillJob.UNTIL, until(period, until).toString());
        if (customerId != null) {
            parameters.put(BillJob.CUSTOMER, customerId);
        }
        if (dryRun) {
            parameters.put(BillJob.DRY_RUN, "true");
        }
        return run(session.bean(BillJob.class), parameters);
    }

    @Command(description = "Prove totals, costs and lines from the events. Exit code 1 where a figure does not agree.")
    int verify(
            @Option(names = "--period", paramLabel = "YYYY-MM", description = "This month only.") @Nullable
                    String period,
            @Option(names = "--customer", paramLabel = "ID", description = "This customer only.") @Nullable
                    String customerId) {
        Map<String, String> parameters = new TreeMap<>();
        if (period != null) {
            parameters.put(VerifyJob.PERIOD, month(period).label());
        }
        if (customerId != null) {
            parameters.put(VerifyJob.CUSTOMER, customerId);
        }
        return run(session.bean(VerifyJob.class), parameters);
    }

    @Command(description = "Tell the providers about new drafts, and whatever else is due.")
    int deliver() {
        return run(session.bean(DeliverJob.class), Map.of());
    }

    @Command(
            description = "Ask the providers again about what they never answered, and about open invoices; with"
                    + " --period compare a month from its events to the money, and mend nothing.")
    int reconcile(
            @Option(
                            names = "--adopt",
                            description = "After a restore: first take over what the providers have and this"
                                    + " database forgot, then let the held deliveries go.")
                    boolean adopt,
            @Option(
                            names = "--period",
                            paramLabel = "YYYY-MM",
                            description = "Compare this month. Exit code 2 where books differ.")
                    @Nullable
                    String period,
            @Option(names = "--customer", paramLabel = "ID", description = "With --period: this customer only.")
                    @Nullable
                    String customerId) {
        if (period != null && adopt) {
            throw wrong("--period and --adopt exclude each other: adopt first, then compare");
        }
        if (period != null) {
            return compare(period, customerId);
        }
        if (customerId != null) {
            throw wrong("--customer: " + customerId + " (expected: with --period)");
        }
        return run(session.bean(ReconcileJob.class), adopt ? Map.of(ReconcileJob.ADOPT, "true") : Map.of());
    }

    /** Ends with the table, also where the run failed after a part was compared. */
    private int compare(String period, @Nullable String customerId) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put(PeriodReconcileJob.PERIOD, over(period).label());
        if (customerId != null) {
            parameters.put(
                    PeriodReconcileJob.CUSTOMER,
                    session.bean(CustomerRegistry.class).require(customerId).customerId());
        }
        PeriodReconcileJob job = session.bean(PeriodReconcileJob.class);
        RunIdentity identity = RunIdentity.of(job.name(), parameters);
        RunOutcome outcome = session.bean(JobRunner.class)
                .run(new RunOrder(job, identity, RunOrder.Repeat.NEXT_NUMBER, progress(), new StopSignal()));
        if (outcome instanceof RunOutcome.Ended ended) {
            session.out().print(job.table(ended.report()));
            session.out().flush();
        }
        return outcome.exit().code();
    }

    @Command(name = "notify", description = "Mail the alerts that wait: who came near a limit.")
    int notifyCustomers() {
        return run(session.bean(NotifyJob.class), Map.of());
    }

    @Command(description = "Work a month's margins out anew, from its events and the costs that are known now.")
    int margins(
            @Option(
                            names = "--period",
                            paramLabel = "YYYY-MM",
                            description = "Default: the month of yesterday, and in its first days the one before too.")
                    @Nullable
                    String period) {
        return run(
                session.bean(MarginsJob.class),
                period == null
                        ? Map.of()
                        : Map.of(MarginsJob.PERIOD, month(period).label()));
    }

    @Command(description = "Mend runs that a crash of the database left without an outcome.")
    int repair() {
        return session.bean(RunRepair.class).repair(progress()).code();
    }

    private int run(BatchJob job, Map<String, String> parameters) {
        RunIdentity identity = RunIdentity.of(job.name(), parameters);
        return session.bean(JobRunner.class).run(job, identity, progress()).code();
    }

    private RunProgress progress() {
        return new RunProgress(
                session.err(), session.isTerminal() ? RunProgress.Style.TERMINAL : RunProgress.Style.PLAIN);
    }

    private Instant until(@Nullable String period, @Nullable Instant until) {
        Instant now = session.bean(Clock.class).instant();
        if (period != null && until != null) {
            throw wrong("--period and --until exclude each other");
        }
        Instant asked = period != null ? over(period).end() : until;
        if (asked == null) {
            return BillingPeriod.monthContaining(now).start();
        }
        if (asked.isAfter(now)) {
            throw wrong("--until: " + asked + " is in the future");
        }
        return asked;
    }

    private BillingPeriod over(String period) {
        BillingPeriod month = month(period);
        if (month.end().isAfter(session.bean(Clock.class).instant())) {
            throw wrong("--period: " + period + " is not over yet");
        }
        return month;
    }

    private BillingPeriod month(String period) {
        try {
            return BillingPeriod.month(YearMonth.parse(period));
        } catch (DateTimeException malformed) {
            throw wrong("--period: " + period + " (expected: YYYY-MM, such as 2026-10)");
        }
    }

    private ParameterException wrong(String sentence) {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec");
        }
        return new ParameterException(spec.commandLine(), sentence);
    }
}
