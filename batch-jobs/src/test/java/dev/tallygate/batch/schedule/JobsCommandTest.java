package dev.tallygate.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.batch.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs} as it is typed. */
class JobsCommandTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final int CUSTOMERS = 5;
    private final YearMonth lastMonth = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
    private static final String PLAN = """
            plan: monthly
            currency: USD
            grace: 0s
            charges:
              - {id: base, flat: 20.00}
            """;

    @TempDir
    Path folder = Path.of("");

    private Shell shell = Shell.on(DATABASE, Path.of(""));

    @BeforeEach
    void everythingEachMinuteButReconcile() {
        DATABASE.clear();
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString())
                .with("tallygate.jobs.bill", "* * * * *")
                .with("tallygate.jobs.deliver", "* * * * *")
                .with("tallygate.jobs.verify", "* * * * *")
                .with("tallygate.jobs.reconcile", "off");
    }

    @Test
    void aFirstLookMissesNothingAndTheListShowsWhatIsNext() {
        assertThat(shell.run("jobs", "--once").err())
                .contains("bill: nothing due; next ")
                .contains("deliver: nothing due")
                .doesNotContain("reconcile:");

        assertThat(shell.ok("jobs", "--list"))
                .contains("JOB", "CRON", "LAST RUN", "NEXT RUN", "RUNNING")
                .containsPattern("bill +\\* \\* \\* \\* \\* +\\d{4}-")
                .containsPattern("reconcile +off *\\n");
        assertThat(shell.ok("jobs", "--list", "--json"))
                .contains("\"job\" : \"bill\"")
                .contains("\"cron\" : \"off\"");
    }

    @Test
    @DisplayName("three `jobs --once` at the same second: each due time runs once, one invoice for each customer")
    void commandsAtTheSameSecondRunEachDueTimeOnce() throws IOException {
        subscribeEverybody();
        shell.run("jobs", "--once");
        missedFor("bill", 5);
        missedFor("deliver", 5);

        List<Shell.Result> results = Together.run(3, number -> shell.run("jobs", "--once"));
        Shell.Result after = shell.run("jobs", "--once");

        assertThat(results).allMatch(result -> result.exitCode() == 0);
        assertThat(after.exitCode()).isZero();
        assertThat(completedTwice()).as("planned times that completed twice").isZero();
        assertThat(count("select count(*) from invoices")).isEqualTo(CUSTOMERS);
        assertThat(shell.ok("jobs", "--list")).containsPattern("bill .* DONE ");
        assertThat(results.toString()).contains("%d done".formatted(CUSTOMERS));
    }

    @Test
    @DisplayName("bill runs with its own planned time: what ended before the month of that time")
    void billTakesThePeriodsThatEndedBeforeItsPlannedTime() throws IOException {
        subscribeEverybody();
        shell.run("jobs", "--once");
        missedFor("bill", 3);

        String said = shell.run("jobs", "--once").err();

        assertThat(said).containsPattern("bill planned=\\S+ until=" + lastMonth.plusMonths(1) + "-01T00:00:00Z: ");
        assertThat(shell.ok("invoices", "list")).contains(lastMonth.toString());
    }

    @Test
    void aFigureThatDoesNotAgreeIsToldByTheExitCodeAndNotTriedAgainBeforeItsTime() throws IOException {
        subscribeEverybody();
        shell.ok("batch", "bill");
        DATABASE.jdbcTemplate().update("update invoices set total_amount = total_amount + 1");
        shell.run("jobs", "--once");
        missedFor("verify", 3);

        assertThat(shell.run("jobs", "--once").exitCode()).isEqualTo(1);

        assertThat(shell.ok("jobs", "--list")).containsPattern("verify .* BROKEN .*5 broken");
        assertThat(shell.with("tallygate.jobs.verify", "0 0 1 1 *")
                        .run("jobs", "--once")
                        .err())
                .contains("verify: nothing due");
    }

    @Test
    void aBadCronStopsTheStartWithASentenceThatNamesTheSetting() {
        Shell.Result result = shell.with("tallygate.jobs.deliver", "hourly").run("jobs");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("TALLYGATE_JOBS_DELIVER: hourly is no cron expression (expected: minute hour day")
                .doesNotContain("at dev.tallygate");
    }

    private void subscribeEverybody() throws IOException {
        Path plan = Files.writeString(folder.resolve("monthly.yaml"), PLAN);
        shell.ok("plans", "apply", plan.toString());
        for (int i = 0; i < CUSTOMERS; i++) {
            shell.ok("customers", "create", "c" + i, "--plan", "monthly", "--from", lastMonth + "-01T00:00:00Z");
        }
    }

    /** As if no scheduler had run for minutes; not beyond the start of this month. */
    private static void missedFor(String job, int minutes) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        DATABASE.jdbcTemplate()
                .update(
                        "update job_schedule set planned_time = ? where job_name = ?",
                        LocalDateTime.ofInstant(now.minus(minutes, ChronoUnit.MINUTES), ZoneOffset.UTC),
                        job);
    }

    private static long completedTwice() {
        return count("select count(*) from (select JOB_INSTANCE_ID from BATCH_JOB_EXECUTION where STATUS = 'COMPLETED'"
                + " group by JOB_INSTANCE_ID having count(*) > 1) twice");
    }

    private static long count(String sql) {
        return DATABASE.jdbcClient().sql(sql).query(Long.class).single();
    }
}
