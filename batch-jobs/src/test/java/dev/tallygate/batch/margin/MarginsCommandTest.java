package dev.tallygate.batch.margin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Costs taken from a file, usage imported, and the margins of its month. */
class MarginsCommandTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String PLAN = """
            plan: tokens
            currency: USD
            charges:
              - {id: out, meter: tokens_out, per: 1_000_000, price: 20}
            """;

    @TempDir
    Path folder;

    @Test
    void aMonthsMarginsAreWorkedOutByTheCostsOfTheFile() throws IOException {
        Shell shell = Shell.on(DATABASE, folder).with("tallygate.reports-folder", folder.toString());
        Instant used = Instant.now().minus(Duration.ofHours(1));
        YearMonth month = YearMonth.from(used.atZone(ZoneOffset.UTC));
        shell.ok("plans", "apply", file("plan.yaml", PLAN));
        shell.ok("customers", "create", "acme", "--plan", "tokens", "--from", month.minusMonths(1) + "-01T00:00:00Z");
        shell.ok("import", file("usage.jsonl", """
                {"event_id": "1", "customer_id": "acme", "model_id": "small", "usage_time": "%s", "tokens_out": 1000000}
                {"event_id": "2", "customer_id": "acme", "model_id": "other", "usage_time": "%s", "tokens_out": 5}
                """.formatted(used, used)), "--format", "jsonl");
        String costs =
                file("costs.json", "{\"small\": {\"output_cost_per_token\": 5e-6}, \"pic\": {\"mode\": \"image\"}}");

        String rehearsed = shell.ok("costs", "import", costs, "--from", month.minusMonths(1) + "-01", "--dry-run");
        assertThat(rehearsed)
                .contains("+ small: output 5 a million", "nothing written", "1 would change", "1 without a cost");
        assertThat(shell.ok("costs", "list")).contains("none");
        assertThat(shell.ok("costs", "import", costs, "--from", month.minusMonths(1) + "-01"))
                .contains("1 changed");
        assertThat(shell.ok("costs", "list", "sma*")).contains("small").containsPattern("small +5 +5");

        assertThat(shell.ok("margins", month.toString())).contains("batch margins --period " + month);
        shell.ok("batch", "margins", "--period", month.toString());
        shell.ok("batch", "margins", "--period", month.toString());

        String byModel = shell.ok("margins", month.toString(), "--by", "model");
        assertThat(byModel)
                .containsPattern("small +1 +0 +1,000,000 +USD +20\\.0000 +5\\.0000 +15\\.0000 +75\\.0 +0")
                .containsPattern("other +1 +0 +5 +USD +0\\.0001 +0\\.0000 +5")
                .contains("5 tokens are of models without a known cost");
        assertThat(shell.ok("margins", month.toString(), "--json")).contains("\"tokens_without_cost\" : 5");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
