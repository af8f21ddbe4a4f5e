package dev.tallygate.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.batch.job.BatchJob;
import dev.tallygate.batch.job.RunContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.Job;

class ScheduleTest {
    private static final List<BatchJob> JOBS = Stream.of("bill", "deliver", "reconcile", "verify", "notify")
            .<BatchJob>map(Named::new)
            .toList();

    private record Named(String name) implements BatchJob {
        @Override
        public Job build(RunContext context) {
            throw new IllegalStateException("not run in this test");
        }
    }

    @Test
    void eachJobHasItsDefault() {
        assertThat(shown(Map.of()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bill", "10 1 * * *",
                        "deliver", "20,50 * * * *",
                        "reconcile", "45 */6 * * *",
                        "verify", "30 3 2 * *",
                        "notify", "off"));
    }

    @Test
    void aSettingMovesAJobOrSwitchesItOff() {
        assertThat(shown(Map.of("bill", "0 2 * * *", "deliver", "OFF", "verify", " ")))
                .containsEntry("bill", "0 2 * * *")
                .containsEntry("deliver", "off")
                .containsEntry("verify", "30 3 2 * *");
    }

    @Test
    void aSettingOfNoJobIsRefused() {
        assertThatThrownBy(() -> schedule(Map.of("bil", "off")))
                .hasMessage(
                        "TALLYGATE_JOBS_BIL: there is no such job (expected: bill, deliver, reconcile, verify, notify)");
    }

    @Test
    void missedTimesOfOneMonthAreOneRunOfBillWithTheLatestOfThem() {
        ScheduledJob bill = job("bill");

        List<Instant> due = bill.due(Instant.parse("2026-09-29T12:00:00Z"), Instant.parse("2026-11-03T00:30:00Z"));

        assertThat(due)
                .containsExactly(
                        Instant.parse("2026-09-30T01:10:00Z"),
                        Instant.parse("2026-10-31T01:10:00Z"),
                        Instant.parse("2026-11-02T01:10:00Z"));
        assertThat(due.stream().map(time -> bill.run(time).parameters().get("until")))
                .containsExactly("2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z");
    }

    @Test
    void verifyProvesTheMonthBeforeEachPlannedTime() {
        ScheduledJob verify = job("verify");

        List<Instant> due = verify.due(Instant.parse("2026-09-02T03:30:00Z"), Instant.parse("2026-11-02T03:30:00Z"));

        assertThat(due.stream().map(time -> verify.run(time).display()))
                .containsExactly(
                        "verify period=2026-09 planned=2026-10-02T03:30:00Z",
                        "verify period=2026-10 planned=2026-11-02T03:30:00Z");
    }

    @Test
    void allMissedTimesOfDeliverAreOneRun() {
        assertThat(job("deliver").due(Instant.parse("2026-09-29T12:00:00Z"), Instant.parse("2026-11-03T00:30:00Z")))
                .containsExactly(Instant.parse("2026-11-03T00:20:00Z"));
    }

    private static ScheduledJob job(String name) {
        return schedule(Map.of()).jobs().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> shown(Map<String, String> settings) {
        Map<String, String> shown = new HashMap<>();
        schedule(settings)
                .jobs()
                .forEach(job ->
                        shown.put(job.name(), job.rhythm().map(Cron::toString).orElse("off")));
        return shown;
    }

    private static Schedule schedule(Map<String, String> settings) {
        return Schedule.of(new ScheduleSettings(settings), JOBS);
    }
}
