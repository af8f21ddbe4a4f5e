package dev.tallygate.batch.reconciling;

import static dev.tallygate.batch.reconciling.DriftRows.assertRow;
import static dev.tallygate.batch.reconciling.DriftRows.differing;
import static dev.tallygate.batch.reconciling.DriftRows.explained;
import static dev.tallygate.batch.reconciling.DriftRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.reconciliation.DifferenceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rarer kinds of what can differ, each provoked, named with the command that mends it, and put right again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeriodDifferencesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    static Path folder;

    private Month month;

    @BeforeAll
    void open() throws IOException {
        DATABASE.clear();
        month = new Month(DATABASE, folder).paid();
    }

    @AfterAll
    void close() {
        month.close();
    }

    /** By the sources of the two classes: a kind that is added later is missed here. */
    @ParameterizedTest
    @EnumSource(DifferenceKind.class)
    void everyKindIsProvokedBySomeTest(DifferenceKind kind) throws IOException {
        Path sources = Path.of("src/test/java/dev/tallygate/batch/reconciling");
        String tests = Files.readString(sources.resolve("PeriodReconcileTest.java"))
                + Files.readString(sources.resolve("PeriodDifferencesTest.java"));

        assertThat(tests).contains("\"" + kind + "\"");
    }

    @Test
    void whatIsHeldForNothingIsNamed() {
        month.sql().update("""
                insert into held_totals (customer_key, period_start, model_id, most)
                values (?, ?, 'gpt', '{"tokens_out":5}')
                """, month.key("card"), month.period + "-01");

        List<Map<String, String>> rows = differing(month);

        month.sql().update("delete from held_totals where customer_key = ?", month.key("card"));
        assertRow(rows, "HOLDS_DIFFER", "card", "{tokens_out=5}", "{}", "");
        assertThat(row(rows, "HOLDS_DIFFER", "card").get("mend")).isEmpty();
    }

    @Test
    void whatStoodOnAFinalizedInvoiceAndIsOtherNowIsNamed() {
        String swap =
                "update finalized_invoices set parties = replace(parties, '\"%s\"', '\"%s\"') where customer_key = ?";
        int changed = month.sql().update(swap.formatted("card", "cart"), month.key("card"));

        List<Map<String, String>> rows = differing(month);

        month.sql().update(swap.formatted("cart", "card"), month.key("card"));
        assertThat(changed).isEqualTo(1);
        Map<String, String> row = row(rows, "FINALIZED_CHANGED", "card");
        assertThat(row.get("there")).matches("[0-9a-f]{12}").isNotEqualTo(row.get("here"));
        assertThat(row.get("cause")).isNotBlank();
    }

    @Test
    void anInvoiceThatNobodyWasToldOfIsNamedWithTheDeliveryThatTells() {
        month.sql().update("update deliveries set state = 'PLANNED' where entity_id = ? and step = 1", bytes("card"));

        List<Map<String, String>> rows = differing(month);

        month.sql().update("update deliveries set state = 'ACCEPTED' where entity_id = ? and step = 1", bytes("card"));
        assertRow(rows, "NOT_DELIVERED", "card", "PLANNED", "ACCEPTED", "");
        assertThat(row(rows, "NOT_DELIVERED", "card").get("mend")).isEqualTo("./tallygate batch deliver");
    }

    @Test
    void anObjectInAnotherCurrencyIsNamed() {
        String late = month.objectId("late");
        String euros = month.post(
                        "/v1/invoices", Map.of("customer", month.customerAtProvider("late"), "currency", "eur"))
                .path("id")
                .asString();
        link("late", euros);

        List<Map<String, String>> rows = differing(month);

        link("late", late);
        month.deleteAtStripe(euros);
        assertRow(rows, "CURRENCY_DIFFERS", "late", "22.50 USD", "0.00 EUR", "");
        assertThat(row(rows, "CURRENCY_DIFFERS", "late").get("mend")).isEmpty();
    }

    @Test
    void moneyInPartIsNamed() {
        month.sql().update("update invoices set amount_paid = 500 where customer_key = ?", month.key("late"));
        book("late", "PAYMENT", 5_00);

        List<Map<String, String>> rows = differing(month);

        month.sql().update("update invoices set amount_paid = 0 where customer_key = ?", month.key("late"));
        unbook();
        assertRow(rows, "PAID_IN_PART", "late", "5.00", "22.50", "USD");
        assertRow(rows, "RECEIVED_DIFFERS", "late", "5.00", "0.00", "USD");
        assertThat(row(rows, "PAID_IN_PART", "late").get("mend"))
                .isEqualTo("./tallygate invoices show " + month.invoiceId("late"));
    }

    @Test
    void moneyForAVoidInvoiceIsNamed() {
        month.sql().update("update invoices set status = 'VOID' where customer_key = ?", month.key("bank"));

        List<Map<String, String>> rows = differing(month);

        month.sql().update("update invoices set status = 'PAID' where customer_key = ?", month.key("bank"));
        assertRow(rows, "PAID_AFTER_VOID", "bank", "22.50", "0.00", "USD");
        assertThat(row(rows, "PAID_AFTER_VOID", "bank").get("mend"))
                .isEqualTo("./tallygate invoices show " + month.invoiceId("bank"));
    }

    @Test
    void aCreditTookThePlaceOfMoneyAndIsExplained() {
        month.sql()
                .update(
                        "update payments set kind = 'CREDIT' where customer_key = ? and kind = 'OUT_OF_BAND'",
                        month.key("bank"));
        month.sql().update("update invoices set amount_paid = 0 where customer_key = ?", month.key("bank"));

        List<Map<String, String>> rows = explained(month);

        month.sql()
                .update(
                        "update payments set kind = 'OUT_OF_BAND' where customer_key = ? and kind = 'CREDIT'",
                        month.key("bank"));
        month.sql().update("update invoices set amount_paid = 2250 where customer_key = ?", month.key("bank"));
        assertRow(rows, "CREDITED", "bank", "22.50", "22.50", "USD");
        assertThat(row(rows, "CREDITED", "bank").get("standing")).isEqualTo("EXPLAINED");
    }

    @Test
    @DisplayName("scenario 30: a customer that is deleted at Stripe is named, and the named command makes it anew")
    void aDeletedCustomerIsNamedAndMadeAnew() {
        String gone = month.customerAtProvider("late");
        month.deleteCustomerAtStripe("late");
        month.shell.run("batch", "reconcile");

        List<Map<String, String>> rows = differing(month);
        assertRow(rows, "CUSTOMER_DELETED", "late", gone, "", "");
        String mend = row(rows, "CUSTOMER_DELETED", "late").getOrDefault("mend", "");
        assertThat(mend).isEqualTo("./tallygate customers renew late");
        month.shell.ok(mend.substring("./tallygate ".length()).split(" "));
        month.shell.ok("batch", "deliver");

        assertThat(month.customerAtProvider("late")).isNotEqualTo(gone).startsWith("cus_");
        assertThat(explained(month)).noneMatch(row -> "CUSTOMER_DELETED".equals(row.get("kind")));
        month.shell.ok("customers", "renew", "late");
        month.shell.ok("batch", "deliver");
        assertThat(month.shell.ok("customers", "list")).contains("late");
    }

    @Test
    void onlyACustomerThatWasMadeThereIsMadeAnew() {
        month.shell.ok("customers", "create", "fresh");

        assertThat(month.shell.run("customers", "renew", "fresh").err()).contains("batch deliver makes it");
        assertThat(month.shell.run("customers", "renew", "nobody").exitCode()).isEqualTo(1);
    }

    private byte[] bytes(String customerId) {
        return month.invoiceId(customerId).getBytes(StandardCharsets.UTF_8);
    }

    private void link(String customerId, String objectId) {
        month.sql()
                .update(
                        "update invoices set provider_invoice_id = ? where customer_key = ?",
                        objectId,
                        month.key(customerId));
    }

    private void book(String customerId, String kind, long amount) {
        month.sql().update("""
                insert into payments (customer_key, invoice_id, kind, object_id, provider, state, currency, amount,
                  moved_time, recorded_time)
                select customer_key, invoice_id, ?, 'test', provider, 'DONE', currency, ?, now(6), now(6)
                from invoices where customer_key = ?
                """, kind, amount, month.key(customerId));
    }

    private void unbook() {
        month.sql().update("delete from payments where object_id = 'test'");
    }
}
