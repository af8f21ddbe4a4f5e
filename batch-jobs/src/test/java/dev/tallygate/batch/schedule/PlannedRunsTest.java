package dev.tallygate.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.batch.job.JobConfiguration;
import dev.tallygate.batch.job.JobRunner;
import dev.tallygate.batch.job.RunProgress;
import dev.tallygate.batch.job.StopSignal;
import dev.tallygate.batch.schedule.JobProgress.Outcome;
import dev.tallygate.operation.LeaseBook;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The planned times of a job that goes every ten minutes. */
class PlannedRunsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path reports;

    private final SettableClock clock = SettableClock.at("2026-11-25T12:00:00Z");
    private final List<String> done = CountedJob.items();
    private final StringWriter said = new StringWriter();
    private Runnable beforeEach = () -> {};

    @BeforeEach
    void neverSeen() {
        DATABASE.clear();
    }

    @Test
    void aJobThatIsSeenForTheFirstTimeHasMissedNothing() {
        assertThat(attempt()).isEqualTo(nothingBefore("2026-11-25T12:10:00Z"));

        clock.set("2026-11-25T12:09:59Z");
        assertThat(attempt()).isEqualTo(nothingBefore("2026-11-25T12:10:00Z"));
        assertThat(done).isEmpty();
    }

    @Test
    void eachPlannedTimeIsRunOnceAndWhatWasMissedTogether() {
        attempt();

        clock.set("2026-11-25T12:10:00Z");
        assertThat(attempt()).isInstanceOf(Attempt.Ran.class);
        assertThat(attempt()).isEqualTo(nothingBefore("2026-11-25T12:20:00Z"));
        assertThat(done).isEqualTo(CountedJob.itemsOf("deliver planned=2026-11-25T12:10:00Z"));
        done.clear();

        clock.set("2026-11-25T14:05:00Z");
        assertThat(attempt()).isInstanceOf(Attempt.Ran.class);
        assertThat(attempt()).isEqualTo(nothingBefore("2026-11-25T14:10:00Z"));
        assertThat(done).isEqualTo(CountedJob.itemsOf("deliver planned=2026-11-25T14:00:00Z"));
    }

    @Test
    @DisplayName("four schedulers at the same moment, over 20 planned times: each runs once")
    void schedulersSideBySideRunEachPlannedTimeOnce() {
        attempt();

        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMinutes(10));
            Together.run(4, number -> attempt());
            // whoever found the job busy looks again
            Together.run(4, number -> attempt());
        }

        assertThat(done).hasSize(20 * CountedJob.ITEMS).doesNotHaveDuplicates();
        assertThat(runs()).as("runs in the job repository").isEqualTo(20);
    }

    @Test
    void aRunThatFailedIsToldAndGoesOnAfterAWhileUnderItsOwnPlannedTime() {
        attempt();
        clock.set("2026-11-25T12:10:00Z");
        beforeEach = failingAt(4);

        Attempt failed = attempt();
        assertThat(failed.again()).hasValue(Instant.parse("2026-11-25T12:11:00Z"));
        assertThat(((Attempt.Ran) failed).last().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(((Attempt.Ran) failed).last().summary()).contains("no luck");
        assertThat(attempt()).isEqualTo(nothingBefore("2026-11-25T12:11:00Z"));

        clock.set("2026-11-25T12:11:00Z");
        assertThat(((Attempt.Ran) attempt()).last().outcome()).isEqualTo(Outcome.DONE);
        assertThat(done).isEqualTo(CountedJob.itemsOf("deliver planned=2026-11-25T12:10:00Z"));
        assertThat(said.toString()).contains("run 1 goes on");
    }

    @Test
    void aRunThatKeepsFailingWaitsLongerButNotBeyondTheNextPlannedTime() {
        attempt();
        clock.set("2026-11-25T12:10:00Z");
        beforeEach = PlannedRunsTest::failAlways;

        assertThat(attempt().again()).hasValue(Instant.parse("2026-11-25T12:11:00Z"));
        clock.set("2026-11-25T12:11:00Z");
        assertThat(attempt().again()).hasValue(Instant.parse("2026-11-25T12:13:00Z"));
        clock.set("2026-11-25T12:13:00Z");
        assertThat(attempt().again()).hasValue(Instant.parse("2026-11-25T12:17:00Z"));
        clock.set("2026-11-25T12:17:00Z");
        assertThat(attempt().again()).hasValue(Instant.parse("2026-11-25T12:20:00Z"));

        clock.set("2026-11-25T12:20:00Z");
        beforeEach = () -> {};
        attempt();
        attempt();
        assertThat(done)
                .startsWith("deliver planned=2026-11-25T12:10:00Z item 1")
                .endsWith("deliver planned=2026-11-25T12:20:00Z item 10")
                .hasSize(2 * CountedJob.ITEMS);
    }

    @Test
    @DisplayName("SIGTERM: the run ends after its chunk, and the next start goes on behind it")
    void aRunThatIsStoppedGoesOnWithTheNextStart() {
        attempt();
        clock.set("2026-11-25T12:10:00Z");
        StopSignal stop = new StopSignal();
        beforeEach = () -> {
            if (done.size() == 3) {
                stop.stop();
            }
        };

        Attempt stopped = attempt(stop);
        assertThat(((Attempt.Ran) stopped).last().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(done).hasSize(4);

        beforeEach = () -> {};
        assertThat(((Attempt.Ran) attempt()).last().outcome()).isEqualTo(Outcome.DONE);
        assertThat(done).isEqualTo(CountedJob.itemsOf("deliver planned=2026-11-25T12:10:00Z"));
    }

    @Test
    void aJobThatIsBusyElsewhereIsLookedAfterAgainAndNotPassedOver() {
        attempt();
        clock.set("2026-11-25T12:10:00Z");
        LeaseBook leases = new LeaseBook(DATABASE.jdbcClient());
        LeaseBook.Lease held = leases.acquire("job-deliver").orElseThrow();

        assertThat(attempt()).isInstanceOf(Attempt.Elsewhere.class);
        assertThat(attempt().again()).hasValue(Instant.parse("2026-11-25T12:10:05Z"));

        leases.release(held);
        assertThat(attempt()).isInstanceOf(Attempt.Ran.class);
    }

    @Test
    void whatIsPlannedWhileAJobIsOffIsNotMissed() {
        attempt();
        clock.set("2026-11-25T13:00:00Z");

        plannedRuns().passOver(job());

        assertThat(attempt()).isEqualTo(nothingBefore("2026-11-25T13:10:00Z"));
    }

    private Runnable failingAt(int item) {
        AtomicInteger seen = new AtomicInteger();
        return () -> {
            if (seen.incrementAndGet() == item) {
                throw new IllegalStateException("no luck");
            }
        };
    }

    private static void failAlways() {
        throw new IllegalStateException("no luck");
    }

    private static Attempt nothingBefore(String time) {
        return new Attempt.NothingDue(Optional.of(Instant.parse(time)));
    }

    private Attempt attempt() {
        return attempt(new StopSignal());
    }

    private Attempt attempt(StopSignal stop) {
        RunProgress progress = new RunProgress(new PrintWriter(said), RunProgress.Style.PLAIN);
        return plannedRuns().attempt(job(), PlannedRuns.Patience.WAIT_AFTER_FAILURE, progress, stop);
    }

    private ScheduledJob job() {
        JobKind kind = JobKind.ALL.stream()
                .filter(one -> one.name().equals("deliver"))
                .findFirst()
                .orElseThrow();
        CountedJob counted = new CountedJob("deliver", repository(), done, () -> beforeEach.run());
        return new ScheduledJob(counted, kind, Cron.parse(kind.setting(), "*/10 * * * *"));
    }

    private PlannedRuns plannedRuns() {
        LeaseBook leases = new LeaseBook(DATABASE.jdbcClient());
        return new PlannedRuns(
                new ScheduleRepository(DATABASE.jdbcClient()),
                new JobRunner(repository(), leases, clock, reports),
                leases,
                clock);
    }

    private JobRepository repository() {
        return new JobConfiguration()
                .repository(
                        DATABASE.dataSource(),
                        DATABASE.jdbcTemplate(),
                        new JdbcTransactionManager(DATABASE.dataSource()));
    }

    private long runs() {
        return DATABASE.jdbcClient()
                .sql("select count(*) from BATCH_JOB_INSTANCE where JOB_NAME = 'deliver'")
                .query(Long.class)
                .single();
    }
}
