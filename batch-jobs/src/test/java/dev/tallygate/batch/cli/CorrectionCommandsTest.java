package dev.tallygate.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.BatchApplication;
import dev.tallygate.batch.Shell;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Voids, amends and re-rates of a closed month, as an operator types them. */
class CorrectionCommandsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String PLAN = """
            plan: metered
            currency: USD
            grace: 0s
            corrections: at_once
            charges:
              - {id: input, meter: tokens_in, per: 1_000, price: %s}
            """;

    @TempDir
    Path folder = Path.of("");

    private Shell shell = Shell.on(DATABASE, Path.of(""));

    @BeforeEach
    void acmeInMarch() throws IOException {
        DATABASE.clear();
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString());
        apply("1.00");
        shell.ok("customers", "create", "acme", "--plan", "metered", "--from", "2026-03-01");
        try (var core = BatchApplication.start("tallygate.db.url=" + DATABASE.url())) {
            core.getBean(UsageRecorder.class)
                    .backfill(List.of(event("e1", 5_000), event("e2", 7_000), event("e3", 1_000)))
                    .toCompletableFuture()
                    .join();
        }
        shell.ok("batch", "bill", "--period", "2026-03");
    }

    @Test
    @DisplayName("void: the dry run says cost and next invoice and writes nothing, the next bill makes the credit note")
    void anEventIsVoided() {
        String dry = shell.ok("usage", "void", "acme", "e2", "--dry-run");

        assertThat(dry).contains("dry run", "RECORDED", "CLOSED", "13.", "6.", "-7.00 USD");
        assertThat(rows("VOID")).isZero();
        assertThat(shell.ok("usage", "void", "acme", "e2")).contains("void-e2", "RECORDED", "true");
        assertThat(shell.ok("usage", "void", "acme", "e2")).contains("DUPLICATE");
        assertThat(rows("VOID")).isEqualTo(1);
        shell.ok("batch", "bill", "--period", "2026-03");
        assertThat(shell.ok("invoices", "list")).contains("-7.00 USD");
        shell.ok("batch", "verify");
    }

    @Test
    void manyAreVoidedFromAFileAndTheUnknownIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.txt"), "e1\n\ne3\nnobody\n");

        Shell.Result result = shell.run("usage", "void", "acme", "--file", file.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCodes.PARKED);
        assertThat(result.out()).contains("void-e1", "void-e3", "EVENT_UNKNOWN");
        assertThat(rows("VOID")).isEqualTo(2);
        assertThat(shell.run("usage", "void", "acme").exitCode()).isEqualTo(ExitCodes.FAILED);
    }

    @Test
    @DisplayName("amend: what is not named stays; both rows or neither")
    void anEventIsAmended() {
        String dry = shell.ok("usage", "amend", "acme", "e2", "--set", "tokens_in=9000", "--dry-run");

        assertThat(dry).contains("13.", "15.", "2.00 USD");
        assertThat(shell.run("usage", "amend", "acme", "e2", "--set", "tokens_in=-1")
                        .exitCode())
                .isEqualTo(ExitCodes.PARKED);
        assertThat(shell.run("usage", "amend", "acme", "e2", "--set", "tokensin=9000")
                        .err())
                .contains("METER_INVALID", "tokensin");
        assertThat(rows("VOID")).isZero();
        assertThat(shell.ok("usage", "amend", "acme", "e2", "--set", "tokens_in=9000"))
                .contains("void-e2", "amend-e2");
        assertThat(rows("VOID")).isEqualTo(1);
        shell.ok("batch", "verify");
    }

    @Test
    @DisplayName("plans apply --rerate: a closed month goes to the corrected version, and the difference is invoiced")
    void aClosedMonthIsRerated() throws IOException {
        String plan = Files.writeString(folder.resolve("dearer.yaml"), PLAN.formatted("2.00"))
                .toString();

        String dry = shell.ok("plans", "apply", plan, "--rerate", "--period", "2026-03", "--dry-run");
        assertThat(dry).contains("acme", "2026-03", "CLOSED", "13.", "26.", "13.00 USD");
        assertThat(rows("RERATE")).isZero();

        assertThat(shell.ok("plans", "apply", plan, "--rerate", "--period", "2026-03"))
                .contains("13.00 USD");
        assertThat(rows("RERATE")).isEqualTo(1);
        shell.ok("batch", "bill", "--period", "2026-03");
        assertThat(shell.ok("invoices", "list")).contains("A1");
        shell.ok("batch", "verify");
        assertThat(shell.run("plans", "apply", plan, "--period", "2026-03").exitCode())
                .isEqualTo(ExitCodes.FAILED);
    }

    private void apply(String price) throws IOException {
        shell.ok(
                "plans",
                "apply",
                Files.writeString(folder.resolve("plan.yaml"), PLAN.formatted(price))
                        .toString());
    }

    private static UsageEvent event(String eventId, long tokensIn) {
        return UsageEvent.builder(eventId, "acme")
                .tokensIn(tokensIn)
                .usageTime(Instant.parse("2026-03-10T00:00:00Z"))
                .build();
    }

    private static int rows(String kind) {
        return Objects.requireNonNull(DATABASE.jdbcTemplate()
                .queryForObject("select count(*) from usage_events where kind = '" + kind + "'", Integer.class));
    }
}
