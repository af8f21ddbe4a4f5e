package dev.tallygate.batch.job;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.PeriodVerifier;
import dev.tallygate.invoice.VerifiablePeriods;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.BillingPeriod;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * {@code verify}: proves totals, costs and lines from the events. Writes nothing; one item is one customer's period, read
 * as one snapshot of its own, so its chunks hold no transaction.
 */
public final class VerifyJob implements BatchJob {
    /** The job's name. */
    public static final String NAME = "verify";
    /** Parameter: this month only, such as 2026-10; absent = every period. */
    public static final String PERIOD = "period";
    /** Parameter: this customer only. */
    public static final String CUSTOMER = "customer";

    private static final int CHUNK_SIZE = 20;

    private final JobRepository repository;
    private final VerifiablePeriods periods;
    private final PeriodVerifier verifier;
    private final CustomerRegistry customers;

    public VerifyJob(
            JobRepository repository, VerifiablePeriods periods, PeriodVerifier verifier, CustomerRegistry customers) {
        this.repository = repository;
        this.periods = periods;
        this.verifier = verifier;
        this.customers = customers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Job build(RunContext context) {
        return new JobBuilder(NAME, repository).start(prove(context)).build();
    }

    private Step prove(RunContext context) {
        return new StepBuilder("prove", repository)
                .<PeriodKey, PeriodKey>chunk(CHUNK_SIZE)
                .transactionManager(new ResourcelessTransactionManager())
                .reader(new PeriodKeyReader(source(context)))
                .writer(new VerifyWriter(verifier, customers, context))
                .build();
    }

    private PeriodKeyReader.Source source(RunContext context) {
        @Nullable String customerId = context.run().identity().parameters().get(CUSTOMER);
        @Nullable String month = context.run().identity().parameters().get(PERIOD);
        @Nullable BillingPeriod period = month == null ? null : BillingPeriod.month(YearMonth.parse(month));
        return customerId == null
                ? new AllPeriods(periods, period)
                : new PeriodKeyReader.OneCustomer(
                        customers.require(customerId).customerKey(), key -> periods.of(List.of(key), period));
    }
}
