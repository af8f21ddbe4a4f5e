package dev.tallygate.batch.reconciling;

import dev.tallygate.batch.delivering.ReconcileJob;
import dev.tallygate.batch.job.BatchJob;
import dev.tallygate.batch.job.PeriodKeyReader;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.batch.job.RunReport;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.DuePeriods;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.reconciliation.InvoiceComparison;
import dev.tallygate.reconciliation.UsageComparison;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * {@code reconcile --period}: compares a month's events, totals, lines, provider objects and money, and reports what
 * differs. Mends nothing: each difference names the command that does. Under the lease of {@code reconcile}, so that nothing
 * is settled by that meanwhile.
 */
public final class PeriodReconcileJob implements BatchJob {
    /** Parameter: the month, such as 2026-10. */
    public static final String PERIOD = "period";
    /** Parameter: this customer only; absent = all. */
    public static final String CUSTOMER = "customer";

    private static final int CHUNK_SIZE = 20;

    private final JobRepository repository;
    private final UsageComparison usage;
    private final InvoiceComparison invoices;
    private final CustomerRegistry customers;

    public PeriodReconcileJob(
            JobRepository repository, UsageComparison usage, InvoiceComparison invoices, CustomerRegistry customers) {
        this.repository = repository;
        this.usage = usage;
        this.invoices = invoices;
        this.customers = customers;
    }

    @Override
    public String name() {
        return ReconcileJob.NAME;
    }

    /** The schedule's reconcile is the one that asks and settles. */
    @Override
    public boolean isPlannable() {
        return false;
    }

    /** JSON and CSV for programs, text with a table for people. */
    @Override
    public void write(RunReport report) {
        DriftFiles.write(DriftReport.of(report));
    }

    /** The table for the terminal. */
    public String table(RunReport report) {
        return DriftTable.of(DriftReport.of(report));
    }

    @Override
    public Job build(RunContext context) {
        BillingPeriod period = BillingPeriod.month(YearMonth.parse(context.parameter(PERIOD)));
        @Nullable String customerId = context.run().identity().parameters().get(CUSTOMER);
        @Nullable
        Long customerKey =
                customerId == null ? null : customers.require(customerId).customerKey();
        return new JobBuilder(ReconcileJob.NAME, repository)
                .start(compareUsage(period, customerKey, context))
                .next(compareInvoices(new InvoiceComparison.Scope(period, customerKey), context))
                .build();
    }

    private Step compareUsage(BillingPeriod period, @Nullable Long customerKey, RunContext context) {
        Instant now = context.run().startTime();
        PeriodKeyReader.Source source = customerKey == null
                ? new AllCustomers(usage, period, now)
                : new PeriodKeyReader.OneCustomer(customerKey, key -> usage.of(key, period, now));
        return new StepBuilder("compare-usage", repository)
                .<PeriodKey, PeriodKey>chunk(CHUNK_SIZE)
                .transactionManager(new ResourcelessTransactionManager())
                .reader(new PeriodKeyReader(source))
                .writer(new ProofWriter(usage, context))
                .build();
    }

    private Step compareInvoices(InvoiceComparison.Scope scope, RunContext context) {
        return new StepBuilder("compare-invoices", repository)
                .tasklet(
                        (contribution, chunk) -> {
                            new InvoiceStep(context).compare(invoices, scope);
                            return RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                .build();
    }

    private record AllCustomers(UsageComparison usage, BillingPeriod period, Instant now)
            implements PeriodKeyReader.Source {
        @Override
        public long rangeSize() {
            return DuePeriods.RANGE_SIZE;
        }

        @Override
        public long customerKeyMax() {
            return usage.customerKeyMax();
        }

        @Override
        public List<PeriodKey> ofRange(long firstCustomerKey) {
            return usage.ofRange(firstCustomerKey, period, now);
        }
    }
}
