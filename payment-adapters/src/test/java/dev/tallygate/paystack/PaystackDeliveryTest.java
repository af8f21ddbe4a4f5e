package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.PaymentReconciler.Reconciled;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.provider.ProviderWorld.Misfortune;
import dev.tallygate.sandbox.paystack.Quirk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is Paystack's own on the way to it and back; the rest is in {@link PaystackContractTest}. */
class PaystackDeliveryTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private PaystackWorld there;
    private PaymentWorld here;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        there = new PaystackWorld(folder);
        here = new PaymentWorld(DATABASE, there.clock(), there.provider());
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Quirk.class,
            names = {"AMOUNT_AS_TEXT", "METADATA_EMPTY_TEXT", "METADATA_ZERO", "NO_CURRENCY", "CUSTOMER_SWAPPED"})
    void aLooselyTypedWebhookBooksTheMoney(Quirk quirk) {
        there.paystack.turn(quirk, true);
        InvoiceId id = delivered(5_000_00);
        there.pay(here, id);

        there.tell(here);
        here.settler().settle(100);

        assertPaid(id);
    }

    @Test
    void aRequestIsOverdueWhenItsDayIsOverAndPaidOnPaystacksPage() {
        InvoiceId id = delivered(5_000_00);
        here.reconciler().reconcile(id.toString());

        Invoice invoice = here.invoice(id);
        assertThat(invoice.due())
                .isEqualTo(new Invoice.Due(
                        Instant.parse("2026-12-03T00:00:00Z"),
                        null,
                        "https://paystack.com/pay/" + invoice.reference().providerInvoiceId()));
    }

    @Test
    void theTwoEventsOfOnePaymentBookItOnce() {
        InvoiceId id = delivered(5_000_00);
        there.pay(here, id);

        there.tell(here);
        here.settler().settle(100);

        assertThat(there.paystack.webhooks())
                .anyMatch(body -> body.contains("\"charge.success\""))
                .anyMatch(body -> body.contains("\"paymentrequest.success\""));
        assertPaid(id);
        assertThat(here.eventStates()).noneMatch(state -> state.endsWith("PARKED"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Misfortune.class,
            names = {"ANSWER_LOST", "CALL_LOST", "SERVER_ERROR"})
    void theCustomerGetsOneMailWhateverHappens(Misfortune misfortune) {
        Customer acme = here.customer("acme", "NGN");
        there.order(misfortune, CallKind.CREATE_INVOICE);
        here.planned(acme, 5_000_00);
        here.drainAll();
        there.order(misfortune, CallKind.FINALIZE_INVOICE);
        here.planned(here.customer("globex", "NGN"), 6_000_00);

        here.drainAll();

        assertThat(there.paystack.notificationCount()).isEqualTo(2);
    }

    @Test
    void aPaymentInPartStaysOpenUntilTheRestComes() {
        InvoiceId id = delivered(5_000_00);
        there.pay(here, id, 2_000_00);
        there.tell(here);
        here.settler().settle(100);
        here.reconciler().reconcile(id.toString());
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);

        there.pay(here, id, 3_000_00);
        there.tell(here);
        here.settler().settle(100);

        assertThat(here.reconciler().reconcile(id.toString())).isIn(Reconciled.MENDED, Reconciled.EQUAL);
        assertPaid(id);
    }

    @Test
    void moneyInPartKeepsAVoidFromHidingIt() {
        InvoiceId id = delivered(5_000_00);
        there.pay(here, id, 2_000_00);

        here.invoices().voidInvoice(id.toString(), there.clock().instant());
        here.drainAll();

        assertThat(there.invoices()).hasSize(1);
        assertThat(here.parked().open(10).getFirst().cause().detail()).contains("2000.00 NGN", "refund it at Paystack");
    }

    @Test
    void francsGoInHundredthsThatPaystackIgnores() {
        InvoiceId id = here.planned(here.customer("acme", "XOF"), 1_500);

        here.drainAll();

        assertThat(there.invoices().getFirst().total()).isEqualTo(150_000);
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
    }

    @Test
    void aChangedDraftIsNeverFinalized() {
        InvoiceId id = here.planned(here.customer("acme", "NGN"), 5_000_00);
        here.delivery().drain(1);
        here.delivery().drain(1);
        ObjectNode other = JSON.createObjectNode();
        other.putArray("line_items")
                .addObject()
                .put("name", "more")
                .put("amount", 600_000)
                .put("quantity", 1);
        there.put("/paymentrequest/" + there.invoices().getFirst().id(), other);

        here.drainAll();

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(here.parkedReasons()).containsExactly("DRAFT_DIFFERS");
        assertThat(there.paystack.notificationCount()).isZero();
    }

    @Test
    void twinDraftsAreReducedToTheOldest() {
        Customer acme = here.customer("acme", "NGN");
        here.drainAll();
        there.order(Misfortune.ANSWER_LOST, CallKind.CREATE_INVOICE);
        InvoiceId id = here.planned(acme, 5_000_00);
        here.delivery().drain(1);
        JsonNode first = there.requests().get(0);
        ObjectNode twin = JSON.createObjectNode()
                .put("customer", here.customers().require("acme").atProvider().orElseThrow())
                .put("amount", 500_000)
                .put("currency", "NGN")
                .put("description", first.path("description").asString())
                .put("draft", true);
        there.post("/paymentrequest", twin);
        assertThat(there.invoices()).hasSize(2);

        here.drainAll();

        assertThat(there.invoices()).hasSize(1);
        assertThat(here.invoice(id).reference().providerInvoiceId())
                .isEqualTo(first.path("request_code").asString());
    }

    @Test
    void aCustomerThatPaystackKnowsAlreadyIsTaken() {
        there.paystack.turn(Quirk.KNOWN_EMAIL_REFUSED, true);
        there.post("/customer", JSON.createObjectNode().put("email", "acme@example.com"));

        here.customer("acme", "NGN");
        here.drainAll();

        assertThat(here.customers().require("acme").atProvider())
                .contains(there.customers().getFirst());
        assertThat(there.customers()).hasSize(1);
    }

    @Test
    void aRolledKeyIsToldAndSettlesItselfWithTheNewOne() {
        InvoiceId id = delivered(5_000_00);
        String oldKey = there.paystack.secretKey();
        String newKey = there.paystack.changeKey();
        here.customer("globex", "NGN");
        assertThat(here.delivery().drain(10).parked()).isEqualTo(1);
        assertThat(here.parkedReasons()).containsExactly("KEY_REFUSED");

        try (PaymentWorld renewed = new PaymentWorld(
                DATABASE, there.clock(), PaystackWorld.adapter(newKey, oldKey, there.paystack.url()))) {
            there.clock().advance(Duration.ofHours(1));
            renewed.drainAll();
            there.pay(renewed, id);
            there.tell(renewed);
            renewed.settler().settle(100);

            assertThat(renewed.customers().require("globex").atProvider()).isPresent();
            assertPaid(id);
        }
    }

    @Test
    void anArchivedRequestThatIsToldPaidIsParked() {
        InvoiceId id = delivered(5_000_00);
        there.pay(here, id);
        there.post("/paymentrequest/archive/" + there.invoices().getFirst().id(), JSON.createObjectNode());

        there.tell(here);
        for (int look = 0; look < 10; look++) {
            here.settler().settle(100);
            there.clock().advance(Duration.ofMinutes(5));
        }

        assertThat(here.parkedReasons()).containsExactly("OBJECT_UNKNOWN");
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
    }

    private InvoiceId delivered(long kobo) {
        InvoiceId id = here.planned(here.customer("acme", "NGN"), kobo);
        here.drainAll();
        return id;
    }

    private void assertPaid(InvoiceId id) {
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(here.invoice(id).amountPaid()).isEqualTo(here.invoice(id).total());
        assertThat(here.parkedReasons()).isEmpty();
    }
}
