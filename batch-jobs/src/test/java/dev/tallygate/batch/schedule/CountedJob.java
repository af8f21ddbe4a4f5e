package dev.tallygate.batch.schedule;

import dev.tallygate.batch.job.BatchJob;
import dev.tallygate.batch.job.ReportEntry;
import dev.tallygate.batch.job.RunContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;

/** Writes down each item it does, one a chunk: ten items a run, under the run's display. */
final class CountedJob implements BatchJob {
    static final int ITEMS = 10;

    private final String name;
    private final JobRepository repository;
    private final List<String> done;
    private final Runnable beforeEach;

    CountedJob(String name, JobRepository repository, List<String> done, Runnable beforeEach) {
        this.name = name;
        this.repository = repository;
        this.done = done;
        this.beforeEach = beforeEach;
    }

    /** A list that several runs may write to. */
    static List<String> items() {
        return new CopyOnWriteArrayList<>();
    }

    /** All items of one run, in order. */
    static List<String> itemsOf(String run) {
        return IntStream.rangeClosed(1, ITEMS).mapToObj(i -> run + " item " + i).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Job build(RunContext context) {
        return new JobBuilder(name, repository)
                .start(new StepBuilder("count", repository)
                        .<Integer, Integer>chunk(1)
                        .transactionManager(new ResourcelessTransactionManager())
                        .reader(new Numbers())
                        .writer(chunk -> write(chunk, context))
                        .build())
                .build();
    }

    private void write(Chunk<? extends Integer> chunk, RunContext context) {
        beforeEach.run();
        for (Integer number : chunk.getItems()) {
            String item = context.run().identity().display() + " item " + number;
            done.add(item);
            context.journal().append(List.of(new ReportEntry(item, ReportEntry.Result.DONE, Map.of())));
        }
    }

    private static final class Numbers implements ItemStreamReader<Integer> {
        private final AtomicInteger last = new AtomicInteger();

        @Override
        public void open(ExecutionContext context) {
            last.set(context.getInt("last", 0));
        }

        @Override
        public @Nullable Integer read() {
            return last.get() < ITEMS ? last.incrementAndGet() : null;
        }

        @Override
        public void update(ExecutionContext context) {
            context.putInt("last", last.get());
        }
    }
}
