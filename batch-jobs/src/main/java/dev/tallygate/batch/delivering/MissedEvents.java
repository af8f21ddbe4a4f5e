package dev.tallygate.batch.delivering;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.payment.EventCatchUp;
import dev.tallygate.payment.PaymentSettler;
import dev.tallygate.payment.SettleReport;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/** Stores what providers did and no webhook told, and settles it with whatever else waits. */
public final class MissedEvents {
    private static final int EVENTS_A_ROUND = 200;

    private final EventCatchUp catchUp;
    private final PaymentSettler settler;

    MissedEvents(EventCatchUp catchUp, PaymentSettler settler) {
        this.catchUp = catchUp;
        this.settler = settler;
    }

    /** A step that may be run again: the same list stores nothing twice. */
    static Step step(String name, JobRepository repository, MissedEvents missed, RunContext context) {
        return new StepBuilder(name, repository)
                .tasklet(
                        (contribution, chunk) -> {
                            missed.find(context);
                            return RepeatStatus.FINISHED;
                        },
                        new ResourcelessTransactionManager())
                .build();
    }

    private void find(RunContext context) {
        List<ReportEntry> listed =
                catchUp.catchUp().stream().map(MissedEvents::entry).toList();
        add(listed, context);
        SettleReport report = settler.settle(EVENTS_A_ROUND);
        while (!report.isIdle()) {
            add(List.of(entry(report)), context);
            report = settler.settle(EVENTS_A_ROUND);
        }
    }

    private static ReportEntry entry(EventCatchUp.Caught caught) {
        ReportEntry.Result result = caught.obstacle().isPresent()
                ? ReportEntry.Result.PENDING
                : caught.stored() > 0 ? ReportEntry.Result.DONE : ReportEntry.Result.NOTHING_DUE;
        return new ReportEntry(
                "events of " + caught.provider(),
                result,
                Map.of(
                        "since",
                        caught.since().toString(),
                        "stored",
                        caught.stored(),
                        "why",
                        caught.obstacle().orElse("")));
    }

    private static ReportEntry entry(SettleReport report) {
        ReportEntry.Result result = report.parked() > 0 ? ReportEntry.Result.PARKED : ReportEntry.Result.DONE;
        return new ReportEntry(
                "events",
                result,
                Map.of("settled", report.settled(), "again", report.again(), "parked", report.parked()));
    }

    private static void add(List<ReportEntry> entries, RunContext context) {
        context.journal().append(entries);
        context.progress().add(entries);
    }
}
