package dev.tallygate.batch.job;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.BillingMoment;
import dev.tallygate.invoice.DuePeriods;
import dev.tallygate.invoice.PeriodBilling;
import dev.tallygate.ledger.PeriodKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.listener.StepListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * {@code bill}: closes the periods that are due and drafts their invoices, with what is late or corrected in closed ones.
 * One item is one customer's period. A chunk is one transaction under its customers' gates.
 */
public final class BillJob implements BatchJob {
    /** The job's name. */
    public static final String NAME = "bill";
    /** Parameter: periods that end at this instant or before. */
    public static final String UNTIL = "until";
    /** Parameter: this customer only. */
    public static final String CUSTOMER = "customer";
    /** Parameter, {@code true} or absent: nothing is written. */
    public static final String DRY_RUN = "dry-run";

    private static final int CHUNK_SIZE = 50;

    private final JobRepository repository;
    private final PlatformTransactionManager transactions;
    private final DuePeriods due;
    private final PeriodBilling billing;
    private final CustomerRegistry customers;
    private final List<StepListener> listeners;

    public BillJob(
            JobRepository repository,
            PlatformTransactionManager transactions,
            DuePeriods due,
            PeriodBilling billing,
            CustomerRegistry customers,
            List<StepListener> listeners) {
        this.repository = repository;
        this.transactions = transactions;
        this.due = due;
        this.billing = billing;
        this.customers = customers;
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Job build(RunContext context) {
        return new JobBuilder(NAME, repository).start(closeAndDraft(context)).build();
    }

    private Step closeAndDraft(RunContext context) {
        BillingMoment moment = new BillingMoment(
                Instant.parse(context.parameter(UNTIL)), context.run().startTime());
        var step = new StepBuilder("close-and-draft", repository)
                .<PeriodKey, PeriodKey>chunk(CHUNK_SIZE)
                .transactionManager(transactions)
                .reader(new PeriodKeyReader(source(context, moment)))
                .writer(new BillWriter(billing, customers, moment, context));
        listeners.forEach(step::listener);
        return step.build();
    }

    private PeriodKeyReader.Source source(RunContext context, BillingMoment moment) {
        @Nullable String customerId = context.run().identity().parameters().get(CUSTOMER);
        return customerId == null
                ? new AllCustomers(due, moment)
                : new PeriodKeyReader.OneCustomer(
                        customers.require(customerId).customerKey(), key -> due.of(List.of(key), moment));
    }

    private record AllCustomers(DuePeriods due, BillingMoment moment) implements PeriodKeyReader.Source {
        @Override
        public long rangeSize() {
            return DuePeriods.RANGE_SIZE;
        }

        @Override
        public long customerKeyMax() {
            return due.customerKeyMax();
        }

        @Override
        public List<PeriodKey> ofRange(long firstCustomerKey) {
            return due.ofRange(firstCustomerKey, moment);
        }
    }
}
