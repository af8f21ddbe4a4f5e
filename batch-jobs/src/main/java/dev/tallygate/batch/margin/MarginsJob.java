package dev.tallygate.batch.margin;

import dev.tallygate.batch.job.AllPeriods;
import dev.tallygate.batch.job.BatchJob;
import dev.tallygate.batch.job.PeriodKeyReader;
import dev.tallygate.batch.job.Run;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.VerifiablePeriods;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.modelcost.MarginBook;
import dev.tallygate.time.BillingPeriod;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/** {@code margins}: works a month's margins out anew from the events, by the costs that are known now. */
public final class MarginsJob implements BatchJob {
    /** The job's name. */
    public static final String NAME = "margins";
    /** Parameter: the month, such as 2026-10; absent = that of yesterday, and for some days the one before. */
    public static final String PERIOD = "period";

    /** Customers of one statement and one transaction. */
    private static final int CHUNK_SIZE = 50;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration DAYS_BACK_MAX = Duration.ofDays(4);

    private final JobRepository repository;
    private final VerifiablePeriods periods;
    private final MarginBook margins;
    private final CustomerRegistry customers;

    MarginsJob(JobRepository repository, VerifiablePeriods periods, MarginBook margins, CustomerRegistry customers) {
        this.repository = repository;
        this.periods = periods;
        this.margins = margins;
        this.customers = customers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Job build(RunContext context) {
        @Nullable SimpleJobBuilder job = null;
        for (BillingPeriod period : periodsOf(context.run())) {
            Step step = rollUp(period, context);
            job = job == null ? new JobBuilder(NAME, repository).start(step) : job.next(step);
        }
        return Objects.requireNonNull(job).build();
    }

    /** The month that is asked for; else that of yesterday, and in its first days the one before it too. */
    private static Set<BillingPeriod> periodsOf(Run run) {
        @Nullable String month = run.identity().parameters().get(PERIOD);
        if (month != null) {
            return Set.of(BillingPeriod.month(YearMonth.parse(month)));
        }
        return new TreeSet<>(List.of(
                BillingPeriod.monthContaining(run.startTime().minus(DAYS_BACK_MAX)),
                BillingPeriod.monthContaining(run.startTime().minus(DAY))));
    }

    private Step rollUp(BillingPeriod period, RunContext context) {
        return new StepBuilder("roll-up " + period.label(), repository)
                .<PeriodKey, PeriodKey>chunk(CHUNK_SIZE)
                .transactionManager(new ResourcelessTransactionManager())
                .reader(new PeriodKeyReader(new AllPeriods(periods, period)))
                .writer(new MarginsWriter(margins, customers, context))
                .build();
    }
}
