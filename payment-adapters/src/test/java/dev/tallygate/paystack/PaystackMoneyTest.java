package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.EventCatchUp;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.provider.ProviderWorld.Told;
import dev.tallygate.sandbox.paystack.Quirk;
import dev.tallygate.sandbox.paystack.SavedCard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Paystack's money that comes in any order, goes back, or is never told of. */
class PaystackMoneyTest {
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
        here = new PaymentWorld(DATABASE, there.clock(), there.charging());
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    /** Scenarios 20, 21 and 41: what is told is a hint, and the answer is the same whatever came first, and twice. */
    @Test
    void allOrdersOfWhatIsToldEndTheSame() {
        InvoiceId id = request();
        there.pay(here, id, 5_000_00);
        List<List<Told>> orders = orders(there.told(""));

        for (List<Told> order : orders) {
            forget(id);
            for (int twin = 0; twin < 2; twin++) {
                for (Told one : order) {
                    here.inbox().receive("paystack", one.body().getBytes(StandardCharsets.UTF_8), one.headers());
                    here.settler().settle(10);
                }
            }
            assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
            assertThat(here.invoice(id).amountPaid().minorUnits()).isEqualTo(5_000_00);
            assertThat(here.parkedReasons()).isEmpty();
        }

        assertThat(orders).hasSize(6);
        assertThat(here.money(id)).hasSize(1);
        assertThat(here.eventStates()).hasSize(3);
    }

    /** Scenario 41: whoever has the key can sign, and whoever has seen a body can send it again. */
    @Test
    void aSignedLieAboutMoneyBooksNothing() {
        InvoiceId id = request();
        String code = there.invoices().getFirst().id();
        String lie = """
                {"event":"paymentrequest.success","data":{"domain":"test","request_code":"%s","paid":true,
                 "status":"success","amount":500000,"amount_paid":500000,"currency":"NGN"}}""".formatted(code);

        here.inbox()
                .receive(
                        "paystack",
                        lie.getBytes(StandardCharsets.UTF_8),
                        Map.of("x-paystack-signature", there.paystack.signature(lie)));
        here.settler().settle(100);

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(here.invoice(id).amountPaid().isZero()).isTrue();
        assertThat(here.money(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefundIsARowOfItsOwnAndTheInvoiceStaysPaid(boolean isCharged) {
        InvoiceId id = isCharged ? charged() : request();
        if (!isCharged) {
            there.pay(here, id, 5_000_00);
        }
        settleAll();
        there.post(
                "/refund",
                JSON.createObjectNode()
                        .put("transaction", reference())
                        .put("amount", 120_000)
                        .put("merchant_note", "too much"));
        settleAll();
        assertThat(here.money(id)).anyMatch(row -> row.startsWith("REFUND ") && row.endsWith(" PENDING -1200.00 NGN"));

        untilTold("refund.processing");
        untilTold("refund.processed");
        settleAll();

        assertThat(here.money(id)).anyMatch(row -> row.startsWith("REFUND ") && row.endsWith(" DONE -1200.00 NGN"));
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(here.parkedReasons()).containsExactly("PAYMENT_REFUNDED");
        assertThat(here.parked().open(1).getFirst().cause().detail()).contains("1200.00 NGN", "5000.00 NGN");
    }

    @Test
    void aDisputeIsParkedUntilItIsDeclined() {
        InvoiceId id = charged();
        settleAll();
        long dispute = there.paystack.dispute(reference());
        settleAll();
        assertThat(here.parkedReasons()).containsExactly("PAYMENT_DISPUTED");
        assertThat(here.money(id)).contains("DISPUTE " + dispute + " PENDING -5000.00 NGN");

        decline(dispute);
        settleAll();

        assertThat(here.money(id)).contains("DISPUTE " + dispute + " REVERSED -5000.00 NGN");
        assertThat(here.parkedReasons()).isEmpty();
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatNobodyToldIsCaughtUpFromPaystacksLists(boolean isCharged) {
        InvoiceId id = isCharged ? charged(SavedCard.PENDING) : request();
        if (isCharged) {
            there.paystack.finishCharge(reference(), "success");
        } else {
            there.pay(here, id, 5_000_00);
        }

        EventCatchUp.Caught caught = caughtUp();
        here.settler().settle(100);

        assertThat(caught.obstacle()).isEmpty();
        assertThat(caught.stored()).isEqualTo(1);
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(caughtUp().stored()).isZero();
    }

    @Test
    void refundsAndDisputesThatNobodyToldAreCaughtUp() {
        InvoiceId id = charged();
        settleAll();
        caughtUp();
        there.post(
                "/refund",
                JSON.createObjectNode().put("transaction", reference()).put("amount", 120_000));
        long dispute = there.paystack.dispute(reference());
        assertThat(caughtUp().stored()).isEqualTo(2);
        here.settler().settle(100);
        assertThat(here.parkedReasons()).containsExactlyInAnyOrder("PAYMENT_REFUNDED", "PAYMENT_DISPUTED");

        decline(dispute);
        assertThat(caughtUp().stored()).isEqualTo(1);
        here.settler().settle(100);

        assertThat(here.parkedReasons()).containsExactly("PAYMENT_REFUNDED");
        assertThat(here.money(id)).contains("DISPUTE " + dispute + " REVERSED -5000.00 NGN");
        assertThat(caughtUp().stored()).isZero();
    }

    @Test
    void listsOfMoreThanAPageAreReadToTheirEnd() {
        String customer = there.post("/customer", JSON.createObjectNode().put("email", "acme@example.com"))
                .path("customer_code")
                .asString();
        for (int i = 0; i < 53; i++) {
            JsonNode request = there.post(
                    "/paymentrequest",
                    JSON.createObjectNode()
                            .put("customer", customer)
                            .put("amount", 500_000)
                            .put("description", i == 0 ? "of somebody else" : "[tallygate:inst:inv_%d]".formatted(i)));
            there.paystack.pay(request.path("request_code").asString(), 500_000);
        }

        assertThat(caughtUp().stored()).isEqualTo(52);
    }

    /** Scenario 40, of a request: more than was asked for. */
    @Test
    void tooMuchIsBookedAndParkedWithBothFigures() {
        InvoiceId id = request();
        there.pay(here, id, 6_000_00);
        there.paystack.turn(Quirk.AMOUNT_AS_TEXT, true);

        settleAll();

        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(here.invoice(id).amountPaid().minorUnits()).isEqualTo(6_000_00);
        assertThat(here.parkedReasons()).containsExactly("AMOUNT_PAID_DIFFERS");
        assertThat(here.parked().open(1).getFirst().cause().detail()).contains("6000.00 NGN", "5000.00 NGN");
    }

    /** As it was before anything was told. */
    private void forget(InvoiceId id) {
        DATABASE.jdbcClient().sql("delete from provider_events").update();
        DATABASE.jdbcClient().sql("delete from payments").update();
        DATABASE.jdbcClient()
                .sql("update invoices set status = 'FINALIZED', amount_paid = 0 where customer_key = :key")
                .param("key", id.customerKey())
                .update();
    }

    private void decline(long dispute) {
        there.put(
                "/dispute/" + dispute + "/resolve",
                JSON.createObjectNode()
                        .put("resolution", "declined")
                        .put("message", "It was used")
                        .put("refund_amount", 5_000_00)
                        .put("uploaded_filename", "usage.pdf"));
    }

    private EventCatchUp.Caught caughtUp() {
        return here.bean(EventCatchUp.class).catchUp().getFirst();
    }

    /** An invoice of a customer without a card. */
    private InvoiceId request() {
        InvoiceId id = here.planned(here.customer("acme", "NGN"), 5_000_00);
        here.drainAll();
        return id;
    }

    private InvoiceId charged() {
        return charged(SavedCard.PAYS);
    }

    private InvoiceId charged(SavedCard card) {
        var acme = here.customer("acme", "NGN");
        here.drainAll();
        there.paystack.saveCard(there.customers().getFirst(), card);
        InvoiceId id = here.planned(acme, 5_000_00);
        here.delivery().drain(10);
        return id;
    }

    private String reference() {
        return there.data("/transaction").get(0).path("reference").asString();
    }

    private void settleAll() {
        there.tell(here);
        here.settler().settle(100);
    }

    private void untilTold(String event) {
        there.clock().advance(Duration.ofSeconds(1));
        for (int look = 0;
                look < 1_000 && there.paystack.webhooks().stream().noneMatch(body -> is(body, event));
                look++) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static boolean is(String body, String event) {
        JsonNode told = JSON.readTree(body);
        return told.path("event").asString().equals(event);
    }

    private static List<List<Told>> orders(List<Told> told) {
        if (told.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Told>> orders = new ArrayList<>();
        for (List<Told> shorter : orders(told.subList(1, told.size()))) {
            for (int place = 0; place <= shorter.size(); place++) {
                List<Told> longer = new ArrayList<>(shorter);
                longer.add(place, told.getFirst());
                orders.add(List.copyOf(longer));
            }
        }
        return orders;
    }
}
