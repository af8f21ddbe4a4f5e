package dev.tallygate.batch.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.BatchApplication;
import dev.tallygate.batch.Shell;
import dev.tallygate.batch.job.JobRunner;
import dev.tallygate.batch.job.RunExit;
import dev.tallygate.batch.job.RunIdentity;
import dev.tallygate.batch.job.RunProgress;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import dev.tallygate.usage.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.ConfigurableApplicationContext;

class ImportRestartTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final int LINES = 2_100;

    @TempDir
    Path folder = Path.of("");

    /** Dies at one of its calls: before it records, or after it recorded and before it answers. */
    record DyingRecorder(Recording living, Death death, AtomicInteger calls) implements Recording {
        enum When {
            BEFORE_RECORDING,
            AFTER_RECORDING
        }

        record Death(int call, When when) {}

        @Override
        public CompletionStage<List<EventResult>> record(List<UsageEvent> events) {
            boolean dies = calls.incrementAndGet() == death.call();
            if (dies && death.when() == When.BEFORE_RECORDING) {
                throw new IllegalStateException("dies before");
            }
            CompletionStage<List<EventResult>> answer = living.record(events);
            if (dies) {
                answer.toCompletableFuture().join();
                throw new IllegalStateException("dies after");
            }
            return answer;
        }
    }

    @BeforeEach
    void acme() {
        DATABASE.clear();
        Shell shell = Shell.on(DATABASE, folder);
        shell.ok("plans", "init", folder.resolve("plans").toString());
        shell.ok("plans", "apply", folder.resolve("plans/standard.yaml").toString());
        shell.ok("customers", "create", "acme", "--plan", "standard", "--from", "2023-11-01");
    }

    @ParameterizedTest
    @DisplayName("invariant 1: stopped at any chunk and run again, each line counts once")
    @CsvSource(textBlock = """
            1, BEFORE_RECORDING
            1, AFTER_RECORDING
            3, BEFORE_RECORDING
            3, AFTER_RECORDING
            5, AFTER_RECORDING
            """)
    void aStoppedImportGoesOnWhereItWas(int call, DyingRecorder.When when) throws IOException {
        Path file = writeUsage();
        try (ConfigurableApplicationContext core = BatchApplication.start(
                "tallygate.db.url=" + DATABASE.url(), "tallygate.reports-folder=" + folder.resolve("reports"))) {
            AtomicInteger calls = new AtomicInteger();
            ImportOrder stopped = order(file);

            RunExit first = run(
                    core,
                    stopped,
                    new DyingRecorder(
                            core.getBean(UsageRecorder.class)::backfill, new DyingRecorder.Death(call, when), calls));
            ImportOrder resumed = order(file);
            RunExit second = run(core, resumed, core.getBean(UsageRecorder.class)::backfill);

            assertThat(first).isEqualTo(RunExit.FAILED);
            assertThat(second).isEqualTo(RunExit.DONE);
            assertThat(calls).hasValue(call);
            assertThat(resumed.totals().lines()).isEqualTo(LINES);
            assertThat(resumed.totals().of(Verdict.DUPLICATE))
                    .as("lines of the chunk whose answer was lost")
                    .isEqualTo(
                            when == DyingRecorder.When.AFTER_RECORDING ? Math.min(500, LINES - 500 * (call - 1)) : 0);
        }
        assertThat(sum("requests")).isEqualTo(LINES);
        assertThat(sum("tokens_in")).isEqualTo(LINES * (LINES + 1L) / 2);
    }

    private static RunExit run(ConfigurableApplicationContext core, ImportOrder order, Recording recorder) {
        ImportJob job = new ImportJob(core.getBean(JobRepository.class), recorder, order);
        RunProgress progress = new RunProgress(new PrintWriter(new StringWriter()), RunProgress.Style.PLAIN);
        return core.getBean(JobRunner.class)
                .run(
                        job,
                        RunIdentity.of(
                                ImportJob.NAME, Map.of("file", order.file().sha256())),
                        progress);
    }

    private ImportOrder order(Path file) {
        return new ImportOrder(
                UsageFile.open(file, UsageFile.Format.CSV),
                new FieldMapping(Map.of("customer_id", "acme")),
                TimeFormat.of("", ZoneOffset.UTC),
                new VerdictFile(folder.resolve("reports/lines.csv")),
                new ImportTotals());
    }

    private Path writeUsage() throws IOException {
        StringBuilder lines = new StringBuilder("usage_time,tokens_in\n");
        for (int i = 1; i <= LINES; i++) {
            lines.append("2023-11-16T18:17:03Z,").append(i).append('\n');
        }
        return Files.writeString(folder.resolve("usage.csv"), lines);
    }

    private static long sum(String column) {
        return DATABASE.jdbcClient()
                .sql("select coalesce(sum(" + column + "), 0) from usage_events")
                .query((row, number) -> row.getLong(1))
                .single();
    }
}
