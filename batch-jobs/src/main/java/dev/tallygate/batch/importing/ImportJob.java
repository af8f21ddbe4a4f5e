package dev.tallygate.batch.importing;

import dev.tallygate.batch.job.BatchJob;
import dev.tallygate.batch.job.RunContext;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/**
 * {@code import}: hands the lines of a file to the recorder, which commits by itself. One item is one line; a chunk is one
 * call of the recorder. After a crash the last chunk may be recorded again: its events are duplicates then.
 */
final class ImportJob implements BatchJob {
    static final String NAME = "import";

    private static final int CHUNK_SIZE = 500;

    private final JobRepository repository;
    private final Recording recorder;
    private final ImportOrder order;

    ImportJob(JobRepository repository, Recording recorder, ImportOrder order) {
        this.repository = repository;
        this.recorder = recorder;
        this.order = order;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Job build(RunContext context) {
        return new JobBuilder(NAME, repository).start(record(context)).build();
    }

    private Step record(RunContext context) {
        return new StepBuilder("record", repository)
                .<UsageLine, UsageLine>chunk(CHUNK_SIZE)
                .transactionManager(new ResourcelessTransactionManager())
                .reader(new UsageLineReader(order.file()))
                .writer(new UsageLineWriter(order, recorder, context))
                .build();
    }
}
