package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Refund;
import com.stripe.param.CreditNoteCreateParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.RefundCreateParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.PaymentWorld;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Stripe's money that comes in parts or elsewhere, is too much, or goes back: told by the local Stripe's own events. */
class StripeMoneyTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private StripeWorld stripe;
    private PaymentWorld world;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        stripe = new StripeWorld(folder);
        world = new PaymentWorld(DATABASE, stripe.clock, stripe.provider);
    }

    @AfterEach
    void close() {
        world.close();
        stripe.close();
        http.close();
    }

    /** Scenario 35. */
    @Test
    void partsAddUpAlsoThoseFromElsewhere() throws StripeException, GeneralSecurityException {
        InvoiceId id = delivered();
        control("/invoices/" + there(id) + "/pay", "amount=400");
        tell();
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(world.invoice(id).amountPaid().minorUnits()).isEqualTo(4_00);
        assertThat(world.parkedReasons()).containsExactly("PAID_IN_PART");
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("4.00 USD", "10.00 USD");

        control("/invoices/" + there(id) + "/pay", "amount=600&off_stripe=true");
        tell();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.money(id))
                .containsExactlyInAnyOrder(
                        "PAYMENT " + there(id) + " DONE 4.00 USD", "OUT_OF_BAND " + there(id) + " DONE 6.00 USD");
        assertThat(world.parkedReasons()).isEmpty();
    }

    /** Scenario 35. */
    @Test
    void tooMuchIsBookedAndParkedWithBothFigures() throws StripeException, GeneralSecurityException {
        InvoiceId id = delivered();
        control("/invoices/" + there(id) + "/pay", "amount=1250");

        tell();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.invoice(id).amountPaid().minorUnits()).isEqualTo(12_50);
        assertThat(world.parkedReasons()).containsExactly("AMOUNT_PAID_DIFFERS");
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("12.50 USD", "10.00 USD");
    }

    /** Scenario 37. */
    @Test
    void aRefundIsARowOfItsOwnUntilTheBankSendsItBack() throws StripeException, GeneralSecurityException {
        InvoiceId id = paid();
        Refund refund = stripe.client()
                .v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(paymentOf(id))
                        .setAmount(3_00L)
                        .build());
        tell();
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.invoice(id).amountPaid().minorUnits()).isEqualTo(10_00);
        assertThat(world.money(id)).contains("REFUND " + refund.getId() + " DONE -3.00 USD");
        assertThat(world.parkedReasons()).containsExactly("PAYMENT_REFUNDED");

        control("/refunds/" + refund.getId() + "/fail", "");
        tell();

        assertThat(world.money(id)).contains("REFUND " + refund.getId() + " REVERSED -3.00 USD");
        assertThat(world.parkedReasons()).isEmpty();
    }

    /** Scenario 37. */
    @Test
    void aDisputeIsParkedAndALostOneStaysSo() throws StripeException, GeneralSecurityException {
        InvoiceId id = paid();
        String dispute =
                control("/charges/" + there(id) + "/dispute", "").path("id").asString();
        tell();
        assertThat(world.money(id)).contains("DISPUTE " + dispute + " PENDING -10.00 USD");

        control("/disputes/" + dispute + "/close", "status=lost");
        tell();

        assertThat(world.money(id)).contains("DISPUTE " + dispute + " DONE -10.00 USD");
        assertThat(world.parkedReasons()).containsExactly("PAYMENT_DISPUTED");
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
    }

    @Test
    void aCreditNoteThatWasMadeAtStripeIsSeen() throws StripeException, GeneralSecurityException {
        InvoiceId id = delivered();
        stripe.client()
                .v1()
                .creditNotes()
                .create(CreditNoteCreateParams.builder()
                        .setInvoice(there(id))
                        .setAmount(2_00L)
                        .build());
        control("/invoices/" + there(id) + "/pay", "");

        tell();

        assertThat(world.invoice(id).amountPaid().minorUnits()).isEqualTo(8_00);
        assertThat(world.money(id))
                .containsExactlyInAnyOrder(
                        "PAYMENT " + there(id) + " DONE 8.00 USD", "CREDIT_NOTE " + there(id) + " DONE 2.00 USD");
        assertThat(world.parkedReasons()).containsExactly("CREDITED_AT_PROVIDER");
    }

    @Test
    void aCustomerThatIsDeletedAtStripeIsSaid() throws StripeException, GeneralSecurityException {
        world.customer("acme", "USD");
        world.drainAll();
        stripe.client().v1().customers().delete(stripe.customers().getFirst().getId());

        tell();

        assertThat(world.parkedReasons()).containsExactly("CUSTOMER_DELETED");
        assertThat(world.parked().open(1).getFirst().cause().detail()).contains("customer acme here");
    }

    private InvoiceId delivered() {
        InvoiceId id = world.planned(world.customer("acme+sandbox_no_card", "USD"), 10_00);
        world.drainAll();
        return id;
    }

    private InvoiceId paid() throws StripeException, GeneralSecurityException {
        InvoiceId id = delivered();
        control("/invoices/" + there(id) + "/pay", "");
        tell();
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        return id;
    }

    private void tell() throws StripeException, GeneralSecurityException {
        stripe.deliverEvents(world);
        world.settler().settle(1_000);
    }

    private String there(InvoiceId id) {
        return Objects.requireNonNull(world.invoice(id).reference().providerInvoiceId());
    }

    private String paymentOf(InvoiceId id) throws StripeException {
        return stripe.client()
                .v1()
                .invoicePayments()
                .list(InvoicePaymentListParams.builder().setInvoice(there(id)).build())
                .getData()
                .getFirst()
                .getPayment()
                .getPaymentIntent();
    }

    private JsonNode control(String path, String form) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(stripe.stripe.url() + "/_sandbox/stripe" + path))
                            .header("content-type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }
}
