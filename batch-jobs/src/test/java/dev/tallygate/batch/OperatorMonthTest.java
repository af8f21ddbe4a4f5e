package dev.tallygate.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.cli.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class OperatorMonthTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String PLAN = """
            plan: metered
            currency: USD
            charges:
              - {id: output, meter: tokens_out, per: 1_000, price: {gpt-4o: 0.50}}
              - {id: base, flat: 20.00}
            """;

    @TempDir
    Path folder = Path.of("");

    private Shell shell = Shell.on(DATABASE, Path.of(""));

    @BeforeEach
    void acmeOnItsPlan() throws IOException {
        DATABASE.clear();
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString());
        shell.ok(
                "plans",
                "apply",
                Files.writeString(folder.resolve("metered.yaml"), PLAN).toString());
        shell.ok("customers", "create", "acme", "--plan", "metered", "--from", "2023-11-01");
    }

    @Test
    void whatWasUsedIsShownBilledAndVoidedByCommand() throws IOException {
        importUsage("gpt-4o", 5_000);

        assertThat(shell.ok("usage", "acme", "--period", "2023-11"))
                .containsPattern("plan +metered v1")
                .containsPattern("spend +2\\.50*\\n")
                .containsPattern("MODEL ID +REQUESTS +TOKENS OUT\\n *gpt-4o +1 +5,000");
        assertThat(shell.ok("usage", "acme", "--period", "2023-11", "--json")).contains("\"tokens_out\" : 5000");
        shell.ok("batch", "bill", "--period", "2023-11");

        String list = shell.ok("invoices", "list", "--customer", "acme", "--status", "draft");
        assertThat(list).containsPattern("acme +2023-11 +PERIOD +DRAFT +22.50 USD");
        String invoiceId = invoiceId(list);
        assertThat(shell.ok("invoices", "show", invoiceId))
                .contains("20.00 USD")
                .contains("2.50 USD");
        assertThat(shell.ok("invoices", "show", invoiceId, "--json")).contains("\"amount\" : \"22.50\"");
        assertThat(shell.ok("invoices", "void", invoiceId)).startsWith(invoiceId + ": VOID");
        shell.ok("batch", "bill", "--period", "2023-11");
        assertThat(shell.ok("invoices", "list", "--period", "2023-11"))
                .contains("_P2")
                .contains("VOID");
    }

    @Test
    void anUnpricedModelParksItsPeriodUntilItIsWaivedByTheCommandThatIsShown() throws IOException {
        importUsage("brand-new", 5_000);
        assertThat(shell.ok("usage", "acme", "--period", "2023-11")).containsPattern("unpriced +true");

        assertThat(shell.run("batch", "bill", "--period", "2023-11").exitCode()).isEqualTo(ExitCodes.PARKED);

        String list = shell.ok("parked", "list");
        assertThat(list).contains("acme").contains("UNPRICED_USAGE");
        String mend = list.substring(list.indexOf("./tallygate parked waive")).strip();
        String[] words = mend.substring("./tallygate ".length()).split(" ", -1);
        assertThat(shell.ok("parked", "show", words[2])).contains("OPEN");
        assertThat(shell.ok(words)).containsPattern("state +WAIVED");
        assertThat(shell.run(words).err()).startsWith("PARKED_STATE");
        shell.ok("batch", "bill", "--period", "2023-11");
        assertThat(shell.ok("invoices", "list")).contains("20.00 USD");
    }

    private void importUsage(String model, long tokensOut) throws IOException {
        String line =
                "{\"customer_id\":\"acme\",\"model_id\":\"%s\",\"usage_time\":\"2023-11-05T00:00:00Z\",\"tokens_out\":%d}"
                        .formatted(model, tokensOut);
        Path file = Files.writeString(folder.resolve("usage.jsonl"), line);
        shell.ok("import", file.toString(), "--format", "jsonl", "--backfill");
    }

    private static String invoiceId(String list) {
        Matcher id = Pattern.compile("inv_\\S+").matcher(list);
        assertThat(id.find()).isTrue();
        return id.group();
    }
}
