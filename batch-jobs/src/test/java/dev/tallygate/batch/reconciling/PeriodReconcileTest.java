package dev.tallygate.batch.reconciling;

import static dev.tallygate.batch.reconciling.DriftRows.assertRow;
import static dev.tallygate.batch.reconciling.DriftRows.differing;
import static dev.tallygate.batch.reconciling.DriftRows.report;
import static dev.tallygate.batch.reconciling.DriftRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import java.io.IOException;
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

/** One month at three providers; each test makes books differ on purpose, and puts them right again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeriodReconcileTest {
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

    @Test
    void aCleanMonthIsCleanWithItsSums() {
        Shell.Result result = month.reconcile();

        assertClean(result);
        assertThat(result.out())
                .contains("clean: 4 periods and 4 invoices compared, 0 differences, 0 explained")
                .containsPattern("manual +USD +1 +22\\.50 +22\\.50 +22\\.50 +22\\.50 +0\\.00 +0\\.00 +0\\.00")
                .containsPattern(
                        "paystack +NGN +1 +5,000\\.00 +5,000\\.00 +5,000\\.00 +5,000\\.00 +0\\.00 +0\\.00 +0\\.00")
                .containsPattern("stripe +USD +2 +45\\.00 +45\\.00 +22\\.50 +22\\.50 +0\\.00 +0\\.00 +22\\.50");
        assertThat(report(month, ".json")).contains("\"clean\" : true", "\"outstanding\" : \"22.50\"");
        assertThat(report(month, ".csv"))
                .startsWith("kind,standing,customer_id,invoice_id,")
                .endsWith("mend\r\n");
        assertThat(month.shell
                        .run("batch", "reconcile", "--period", month.period, "--customer", "card")
                        .out())
                .contains("clean: 1 periods and 1 invoices compared");
    }

    @Test
    void totalsCostsAndLinesThatWereChangedAreNamedWithBothFigures() {
        String card = " where customer_key = " + month.key("card");
        change("update usage_totals set tokens_out = tokens_out + %d" + card, 1);
        change("update usage_events set cost_units = cost_units + 0.000000000001 * %d" + card, 1);
        change(
                "update invoice_lines set amount = amount + %d where line_number = 1 and customer_key = "
                        + month.key("bank"),
                1);

        List<Map<String, String>> rows = differing(month);

        change("update usage_totals set tokens_out = tokens_out + %d" + card, -1);
        change("update usage_events set cost_units = cost_units + 0.000000000001 * %d" + card, -1);
        change(
                "update invoice_lines set amount = amount + %d where line_number = 1 and customer_key = "
                        + month.key("bank"),
                -1);
        assertRow(rows, "TOTALS_DIFFER", "card", "5001", "5000", "tokens_out");
        assertThat(row(rows, "COST_DIFFERS", "card").get("what")).contains("cost_units of");
        assertRow(rows, "LINE_DIFFERS", "bank", "2.51", "2.50", "USD");
        assertRow(rows, "LINES_DIFFER", "bank", "2.51", "2.50", "USD");
        assertRow(rows, "INVOICE_TOTAL_DIFFERS", "bank", "22.50", "22.51", "USD");
        assertThat(row(rows, "LINE_DIFFERS", "bank").get("mend"))
                .isEqualTo("./tallygate invoices void " + month.invoiceId("bank"));
    }

    @Test
    void whatIsNotBilledOrPendingIsNamedWithTheBillThatMendsIt() {
        month.shell.ok("customers", "create", "new", "--plan", "metered", "--from", month.period + "-01");
        String bank = " where customer_key = " + month.key("bank");
        change("update billing_periods set invoiced_seq = invoiced_seq - %d" + bank, 100);
        change("update invoice_lines set amount = amount + %d" + bank + " and line_number = 1", -50);

        List<Map<String, String>> rows = differing(month);

        change("update billing_periods set invoiced_seq = invoiced_seq - %d" + bank, -100);
        change("update invoice_lines set amount = amount + %d" + bank + " and line_number = 1", 50);
        month.sql().update("delete from subscriptions where customer_key = ?", month.key("new"));
        assertRow(rows, "PERIOD_NOT_CLOSED", "new", "OPEN", "CLOSED", "");
        assertThat(row(rows, "PERIOD_NOT_CLOSED", "new").get("mend"))
                .isEqualTo("./tallygate batch bill --period " + month.period);
        assertRow(rows, "LINES_PENDING", "bank", "2.00", "2.50", "USD");
        assertThat(row(rows, "LINES_PENDING", "bank").get("mend")).isEqualTo("./tallygate batch bill");
    }

    @Test
    void objectsAtStripeThatAreNotOursOrNotEqualAreNamed() {
        String secondId = twin(month.invoiceId("late"));
        String strangerId = twin(month.strangerId());
        change("update invoices set total_amount = total_amount + %d where customer_key = " + month.key("card"), 1);

        List<Map<String, String>> rows = differing(month);

        change("update invoices set total_amount = total_amount + %d where customer_key = " + month.key("card"), -1);
        month.deleteAtStripe(secondId);
        month.deleteAtStripe(strangerId);
        assertRow(rows, "SECOND_OBJECT", "late", month.objectId("late"), secondId, "");
        assertThat(row(rows, "UNKNOWN_OBJECT", "").get("object_id")).isEqualTo(strangerId);
        assertRow(rows, "TOTAL_DIFFERS", "card", "22.51", "22.50", "USD");
        assertRow(rows, "UNDERPAID", "card", "22.50", "22.51", "USD");
    }

    @Test
    @DisplayName("money that came and was not booked is named at each provider, and the named command books it")
    void moneyThatCameUnheardIsNamedAndMended() {
        month.sql().update("delete from payments where customer_key in (?, ?)", month.key("card"), month.key("lagos"));
        month.sql()
                .update(
                        "update invoices set status = 'FINALIZED', amount_paid = 0, paid_time = null where customer_key in (?, ?)",
                        month.key("card"),
                        month.key("lagos"));

        List<Map<String, String>> rows = differing(month);
        assertRow(rows, "RECEIVED_DIFFERS", "card", "0.00", "22.50", "USD");
        assertRow(rows, "STATUS_DIFFERS", "card", "FINALIZED", "PAID", "");
        assertRow(rows, "RECEIVED_DIFFERS", "lagos", "0.00", "5000.00", "NGN");
        assertRow(rows, "STATUS_DIFFERS", "lagos", "FINALIZED", "PAID", "");
        String mend = row(rows, "RECEIVED_DIFFERS", "lagos").getOrDefault("mend", "");
        month.shell.ok(mend.substring("./tallygate ".length()).split(" "));

        assertClean(month.reconcile());
    }

    @Test
    void whatIsGoneThereIsMissing() {
        String card = month.objectId("card");
        String lagos = month.objectId("lagos");
        link("card", "in_gone");
        link("lagos", "PRQ_gone");

        List<Map<String, String>> rows = differing(month);

        link("card", card);
        link("lagos", lagos);
        assertRow(rows, "MISSING_AT_PROVIDER", "card", "22.50", "", "USD");
        assertRow(rows, "MISSING_AT_PROVIDER", "lagos", "5000.00", "", "NGN");
        assertRow(rows, "SECOND_OBJECT", "card", "in_gone", card, "");
        assertRow(rows, "SECOND_OBJECT", "lagos", "PRQ_gone", lagos, "");
    }

    @Test
    void moneyInTheBooksIsExplainedOrNamed() {
        book("card", "REFUND", -5_00);
        book("card", "OUT_OF_BAND", 1_00);
        book("late", "CARRIED", 2_00);
        book("lagos", "DISPUTE", -1_000_00);
        change("update invoices set amount_paid = amount_paid + %d where customer_key = " + month.key("bank"), 3_00);

        List<Map<String, String>> rows = differing(month);

        month.sql().update("delete from payments where object_id = 'test'");
        change("update invoices set amount_paid = amount_paid + %d where customer_key = " + month.key("bank"), -3_00);
        assertRow(rows, "PAYMENT_REFUNDED", "card", "-5.00", "22.50", "USD");
        assertRow(rows, "PAID_OUT_OF_BAND", "card", "1.00", "22.50", "USD");
        assertRow(rows, "BOOKED_DIFFERS", "card", "22.50", "23.50", "USD");
        assertThat(row(rows, "PAID_OUT_OF_BAND", "card").get("standing")).isEqualTo("EXPLAINED");
        assertThat(row(rows, "CARRIED", "late").get("standing")).isEqualTo("EXPLAINED");
        assertRow(rows, "PAYMENT_DISPUTED", "lagos", "-1000.00", "5000.00", "NGN");
        assertRow(rows, "OVERPAID", "bank", "25.50", "22.50", "USD");
        assertRow(rows, "BOOKED_DIFFERS", "bank", "25.50", "22.50", "USD");
    }

    @Test
    void aCallWithoutAnEndIsNamedWithTheCommandThatMovesIt() {
        Map<String, String> kinds = Map.of(
                "UNKNOWN", "DELIVERY_UNKNOWN",
                "REJECTED", "DELIVERY_REJECTED",
                "HELD", "DELIVERY_HELD",
                "NEEDS_ATTENTION", "DELIVERY_NEEDS_ATTENTION");
        kinds.forEach((state, kind) -> {
            deliveries(state);
            List<Map<String, String>> rows = differing(month);
            deliveries("ACCEPTED");
            assertRow(rows, kind, "card", state, "ACCEPTED", "");
            assertRow(rows, kind, "lagos", state, "ACCEPTED", "");
            assertRow(rows, kind, "bank", state, "ACCEPTED", "");
            assertThat(row(rows, kind, "card").get("mend")).startsWith("./tallygate ");
        });
    }

    @Test
    @DisplayName("scenario 44: reads of a provider grow with pages, not with invoices")
    void readsGrowWithPages() {
        long before = month.reads("stripe");
        assertClean(month.reconcile());
        long onePage = month.reads("stripe") - before;
        String customer = month.text("select provider_customer_id from customers where customer_id = 'card'");
        for (int i = 0; i < 120; i++) {
            month.post("/v1/invoices", Map.of("customer", customer, "currency", "usd"));
        }
        before = month.reads("stripe");
        assertClean(month.reconcile());
        long twoPages = month.reads("stripe") - before;

        int creditNotes = 1;
        assertThat(onePage).isEqualTo(1 + creditNotes);
        assertThat(twoPages).isEqualTo(2 + creditNotes);
    }

    @Test
    void aProviderThatDoesNotAnswerIsAFailureAndNeverClean() {
        Shell.Result silent = month.shell
                .with("stripe.api-base", "http://127.0.0.1:9")
                .run("batch", "reconcile", "--period", month.period, "--customer", "card");
        Shell.Result off = month.shell.with("stripe.api-key", "").run("batch", "reconcile", "--period", month.period);

        assertThat(silent.exitCode()).as(silent.toString()).isEqualTo(1);
        assertThat(silent.out()).contains("stripe did not say what it has").doesNotContain("clean:");
        assertThat(off.exitCode()).as(off.toString()).isEqualTo(2);
        assertThat(off.out()).contains("PROVIDER_OFF", "STRIPE_API_KEY");
    }

    @Test
    void aMonthThatIsNotOverAndACustomerWithoutAMonthAreRefused() {
        assertThat(month.shell.run("batch", "reconcile", "--period", "2999-01").err())
                .contains("is not over yet");
        assertThat(month.shell.run("batch", "reconcile", "--customer", "card").err())
                .contains("--customer: card (expected: with --period)");
    }

    private static void assertClean(Shell.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private void change(String statement, int by) {
        assertThat(month.sql().update(statement.formatted(by))).as(statement).isPositive();
    }

    private void link(String customerId, String objectId) {
        month.sql()
                .update(
                        "update invoices set provider_invoice_id = ? where customer_key = ?",
                        objectId,
                        month.key(customerId));
    }

    private void deliveries(String state) {
        month.sql()
                .update(
                        "update deliveries set state = ? where entity_id like 'inv%' and kind = 'CREATE_INVOICE'",
                        state);
    }

    private void book(String customerId, String kind, long amount) {
        month.sql().update("""
                insert into payments (customer_key, invoice_id, kind, object_id, provider, state, currency, amount,
                  moved_time, recorded_time)
                select customer_key, invoice_id, ?, 'test', provider, 'DONE', currency, ?, now(6), now(6)
                from invoices where customer_key = ?
                """, kind, amount, month.key(customerId));
    }

    /** A draft at Stripe with the marks of an invoice of ours. */
    private String twin(String invoiceId) {
        String customer = month.text("select provider_customer_id from customers where customer_id = 'late'");
        String installation = month.text("select installation_id from installation");
        return month.post(
                        "/v1/invoices",
                        Map.of(
                                "customer", customer,
                                "currency", "usd",
                                "metadata[app_installation]", installation,
                                "metadata[app_invoice_id]", invoiceId))
                .path("id")
                .asString();
    }
}
