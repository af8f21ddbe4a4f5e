package dev.tallygate.batch.delivering;

import dev.tallygate.batch.job.BatchJob;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFilter;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.Adoption;
import dev.tallygate.payment.InvoiceDelivery;
import dev.tallygate.payment.PaymentReconciler;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * {@code reconcile}: asks the providers again about calls that they never answered, then for events that never came, then
 * about open invoices. Told to adopt, it first takes over what they have and a restored database forgot.
 */
public final class ReconcileJob implements BatchJob {
    /** The job's name. */
    public static final String NAME = "reconcile";
    /** Parameter: after a restore, adopt what the providers have. */
    public static final String ADOPT = "adopt";

    private static final int CHUNK_SIZE = 20;

    private final JobRepository repository;
    private final InvoiceDelivery delivery;
    private final MissedEvents missed;
    private final PaymentReconciler reconciler;
    private final Adoption adoption;
    private final InvoiceBook invoices;
    private final Clock clock;

    public ReconcileJob(
            JobRepository repository,
            InvoiceDelivery delivery,
            MissedEvents missed,
            PaymentReconciler reconciler,
            Adoption adoption,
            InvoiceBook invoices,
            Clock clock) {
        this.repository = repository;
        this.delivery = delivery;
        this.missed = missed;
        this.reconciler = reconciler;
        this.adoption = adoption;
        this.invoices = invoices;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Job build(RunContext context) {
        return first(context)
                .next(MissedEvents.step("missed-events", repository, missed, context))
                .next(compare("open-invoices", InvoiceStatus.FINALIZED, context))
                .next(compare("given-up-invoices", InvoiceStatus.UNCOLLECTIBLE, context))
                .build();
    }

    private SimpleJobBuilder first(RunContext context) {
        Step ask = DrainRounds.step("ask-again", repository, askAgain(context));
        JobBuilder job = new JobBuilder(NAME, repository);
        return context.run().identity().parameters().containsKey(ADOPT)
                ? job.start(AdoptTasklet.step(repository, adoption, context)).next(ask)
                : job.start(ask);
    }

    private DrainRounds askAgain(RunContext context) {
        return DrainRounds.ofCalls(delivery, clock, context).startingWith(delivery::askAgain);
    }

    private Step compare(String name, InvoiceStatus status, RunContext context) {
        return new StepBuilder(name, repository)
                .<String, String>chunk(CHUNK_SIZE)
                .transactionManager(new ResourcelessTransactionManager())
                .reader(new IdReader(after -> ids(status, after)))
                .writer(new ReconcileWriter(reconciler, context))
                .build();
    }

    private List<String> ids(InvoiceStatus status, @Nullable String after) {
        @Nullable InvoiceId last = after == null ? null : InvoiceId.parse(after).orElse(null);
        return invoices.list(InvoiceFilter.ofStatus(status), last, CHUNK_SIZE).stream()
                .map(Invoice::id)
                .map(InvoiceId::toString)
                .toList();
    }
}
