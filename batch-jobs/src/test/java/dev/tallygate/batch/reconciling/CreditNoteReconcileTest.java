package dev.tallygate.batch.reconciling;

import static dev.tallygate.batch.reconciling.DriftRows.assertRow;
import static dev.tallygate.batch.reconciling.DriftRows.differing;
import static dev.tallygate.batch.reconciling.DriftRows.explained;
import static dev.tallygate.batch.reconciling.DriftRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A month with usage that was voided after it was invoiced: its credit note here and at Stripe, compared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreditNoteReconcileTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String PLAN = """
            plan: exact
            currency: USD
            grace: 0s
            corrections: at_once
            charges:
              - {id: output, meter: tokens_out, per: 1_000, price: {gpt: 0.50}}
            """;

    @TempDir
    static Path folder;

    private Month month;
    private String note = "";

    /** Of 10.00 for two events of 5.00 one is voided. */
    @BeforeAll
    void voidHalf() throws IOException {
        DATABASE.clear();
        month = new Month(DATABASE, folder);
        month.shell.ok(
                "plans",
                "apply",
                Files.writeString(folder.resolve("exact.yaml"), PLAN).toString());
        month.shell.ok(
                "customers",
                "create",
                "half",
                "--email",
                "half+sandbox_no_card@example.com",
                "--plan",
                "exact",
                "--provider",
                "stripe",
                "--from",
                month.period + "-01");
        String line =
                "{\"event_id\":\"%s\",\"customer_id\":\"half\",\"model_id\":\"gpt\",\"usage_time\":\"%s-05T00:00:00Z\",\"tokens_out\":10000}\n";
        Path usage = Files.writeString(
                folder.resolve("usage.jsonl"), line.formatted("e1", month.period) + line.formatted("e2", month.period));
        month.shell.ok("import", usage.toString(), "--format", "jsonl", "--backfill");
        month.shell.ok("batch", "bill", "--period", month.period);
        month.shell.ok("batch", "deliver");
        month.shell.ok("usage", "void", "half", "e2");
        month.shell.ok("batch", "bill", "--period", month.period);
        month.shell.ok("batch", "deliver");
        month.shell.ok("batch", "reconcile");
        note = month.text("select provider_invoice_id from invoices where kind = 'ADJUSTMENT'");
    }

    @AfterAll
    void close() {
        month.close();
    }

    @Test
    void aMonthWithANoteIsCleanAndAddsUp() {
        List<Map<String, String>> rows = explained(month);

        assertThat(note).startsWith("cn_");
        assertThat(rows)
                .extracting(row -> row.get("kind") + " " + row.get("here") + " " + row.get("cause"))
                .containsExactlyInAnyOrder(
                        "CREDITED 5.00 came off by credit notes of ours",
                        "CREDITED -5.00 a credit note: came off what the invoice of its period owed");
        assertThat(month.reconcile().out())
                .containsPattern("stripe +USD +2 +5\\.00 +5\\.00 +0\\.00 +0\\.00 +0\\.00 +0\\.00 +5\\.00");
        assertThat(month.shell.ok("month", month.period)).doesNotContain("TOTAL_NEGATIVE");
        assertThat(month.shell.ok("invoices", "show", original())).containsPattern("credited +5\\.00 USD");
    }

    @Test
    void aNoteThatIsNotThereIsNamed() {
        link("cn_gone");

        List<Map<String, String>> rows = differing(month);

        link(note);
        assertRow(rows, "MISSING_AT_PROVIDER", "half", "-5.00", "", "USD");
        assertThat(row(rows, "MISSING_AT_PROVIDER", "half").get("mend"))
                .isEqualTo("./tallygate invoices show " + adjustment());
        assertThat(row(rows, "SECOND_OBJECT", "half").get("there")).isEqualTo(note);
    }

    @Test
    void aNoteOfAnotherAmountIsNamed() {
        month.sql().update("update invoices set total_amount = -400 where kind = 'ADJUSTMENT'");

        List<Map<String, String>> rows = differing(month);

        month.sql().update("update invoices set total_amount = -500 where kind = 'ADJUSTMENT'");
        assertRow(rows, "TOTAL_DIFFERS", "half", "-4.00", "-5.00", "USD");
    }

    @Test
    void aSecondNoteAndOneThatIsVoidedAreNamed() {
        String twin = month.post(
                        "/v1/credit_notes",
                        Map.of(
                                "invoice",
                                month.text("select provider_invoice_id from invoices where kind = 'PERIOD'"),
                                "amount",
                                "100",
                                "metadata[app_installation]",
                                month.text("select installation_id from installation"),
                                "metadata[app_invoice_id]",
                                adjustment(),
                                "metadata[app_credited_invoice_id]",
                                original()))
                .path("id")
                .asString();

        List<Map<String, String>> rows = differing(month);

        assertThat(row(rows, "SECOND_OBJECT", "half").get("there")).isEqualTo(twin);
        month.post("/v1/credit_notes/" + twin + "/void", Map.of());
        assertThat(explained(month)).isNotEmpty();
    }

    private String adjustment() {
        return month.text("select invoice_id from invoices where kind = 'ADJUSTMENT'");
    }

    private String original() {
        return month.text("select invoice_id from invoices where kind = 'PERIOD'");
    }

    private void link(String objectId) {
        month.sql()
                .update(
                        "update invoices set provider_invoice_id = ? where kind = 'ADJUSTMENT'",
                        objectId.getBytes(StandardCharsets.UTF_8));
    }
}
