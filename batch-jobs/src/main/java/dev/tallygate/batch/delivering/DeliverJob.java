package dev.tallygate.batch.delivering;

import dev.tallygate.batch.job.BatchJob;
import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.payment.DeliveryHolds;
import dev.tallygate.payment.Hold;
import dev.tallygate.payment.InvoiceDelivery;
import dev.tallygate.payment.InvoicePlanner;
import dev.tallygate.payment.PaymentProviders;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * {@code deliver}: compares and plans what providers that rate usage are told of it, plans the calls of new drafts, then
 * makes whatever is due.
 */
public final class DeliverJob implements BatchJob {
    /** The job's name. */
    public static final String NAME = "deliver";

    private static final int CHUNK_SIZE = 50;

    private final JobRepository repository;
    private final UsageReports usage;
    private final InvoicePlanner planner;
    private final InvoiceDelivery delivery;
    private final PaymentProviders providers;
    private final DeliveryHolds holds;
    private final Clock clock;

    public DeliverJob(
            JobRepository repository,
            UsageReports usage,
            InvoicePlanner planner,
            InvoiceDelivery delivery,
            PaymentProviders providers,
            DeliveryHolds holds,
            Clock clock) {
        this.providers = providers;
        this.holds = holds;
        this.repository = repository;
        this.usage = usage;
        this.planner = planner;
        this.delivery = delivery;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Job build(RunContext context) {
        if (providers.names().isEmpty()) {
            context.progress().say("no provider is switched on: drafts stay as they are");
        }
        planner.waiting()
                .forEach((off, drafts) ->
                        context.progress().say("%s; drafts that wait for it: %,d".formatted(off.sentence(), drafts)));
        reportUnapproved(context);
        delivery.noticeRestore();
        holds.inForce().stream()
                .filter(hold -> providers.named(hold.provider()).isPresent())
                .forEach(hold -> report(hold, context));
        return new JobBuilder(NAME, repository)
                .start(usage.compare(context))
                .next(usage.report(context))
                .next(planDrafts(context))
                .next(DrainRounds.step("make-calls", repository, DrainRounds.ofCalls(delivery, clock, context)))
                .build();
    }

    /** They wait by a setting and nothing is wrong with them: the run ends as one that is done. */
    private void reportUnapproved(RunContext context) {
        long drafts = planner.unapproved();
        if (drafts == 0) {
            return;
        }
        context.progress()
                .say("drafts that wait for approval: %,d; ./tallygate invoices approve --period YYYY-MM"
                        .formatted(drafts));
        var entry =
                new ReportEntry("drafts that wait for approval", ReportEntry.Result.PENDING, Map.of("drafts", drafts));
        context.journal().append(List.of(entry));
        context.progress().add(List.of(entry));
    }

    /** A person has to act, so that the run ends as one with something parked. */
    private static void report(Hold hold, RunContext context) {
        context.progress().say(hold.sentence());
        var entry = new ReportEntry(
                hold.provider() + " is held",
                ReportEntry.Result.PARKED,
                Map.of("cause", hold.cause().name(), "since", hold.heldTime().toString()));
        context.journal().append(List.of(entry));
        context.progress().add(List.of(entry));
    }

    private Step planDrafts(RunContext context) {
        return new StepBuilder("plan-drafts", repository)
                .<String, String>chunk(CHUNK_SIZE)
                .transactionManager(new ResourcelessTransactionManager())
                .reader(new IdReader(after -> planner.unplanned(after, CHUNK_SIZE)))
                .writer(new PlanWriter(planner, context))
                .build();
    }
}
