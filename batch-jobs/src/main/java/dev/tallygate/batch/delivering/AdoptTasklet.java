package dev.tallygate.batch.delivering;

import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import dev.tallygate.payment.Adoption;
import dev.tallygate.payment.Hold;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/** Takes over what the providers have, one provider after the other, and releases each when all of it is known. */
final class AdoptTasklet implements Tasklet {
    private final Adoption adoption;
    private final RunContext context;

    private AdoptTasklet(Adoption adoption, RunContext context) {
        this.adoption = adoption;
        this.context = context;
    }

    /** The step; a provider that does not answer fails the run, which goes on there when it is run again. */
    static Step step(JobRepository repository, Adoption adoption, RunContext context) {
        return new StepBuilder("adopt", repository)
                .tasklet(new AdoptTasklet(adoption, context), new ResourcelessTransactionManager())
                .build();
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) {
        List<Hold> pending = adoption.pending();
        if (pending.isEmpty()) {
            context.progress().say("nothing is held after a restore: there is nothing to adopt");
        }
        pending.forEach(this::adopt);
        return RepeatStatus.FINISHED;
    }

    private void adopt(Hold hold) {
        Optional<Integer> released = adoption.adopt(hold.provider(), this::report);
        context.progress()
                .say(released.map(rows -> "%s: deliveries that go on: %,d".formatted(hold.provider(), rows))
                        .orElseGet(() -> hold.provider() + " is off, and stays held until its key is there"));
    }

    private void report(Adoption.Adopted adopted) {
        ReportEntry.Result result = switch (adopted.result()) {
            case ADOPTED -> ReportEntry.Result.DONE;
            case KNOWN -> ReportEntry.Result.NOTHING_DUE;
            case REMEMBERED -> ReportEntry.Result.PENDING;
            case PARKED -> ReportEntry.Result.PARKED;
        };
        var entry = new ReportEntry(
                adopted.provider() + " " + adopted.objectId(),
                result,
                Map.of("adopt", adopted.result().name(), "entity", adopted.entity()));
        context.journal().append(List.of(entry));
        context.progress().add(List.of(entry));
    }
}
