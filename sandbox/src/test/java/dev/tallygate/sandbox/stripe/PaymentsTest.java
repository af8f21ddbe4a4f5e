package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.InvoicePayment;
import com.stripe.model.Refund;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.RefundCreateParams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Money that comes in, goes back, and is disputed. */
class PaymentsTest {
    @TempDir
    Path folder;

    private StripeFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new StripeFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private JsonNode pay(String invoice, Object... form) throws IOException, InterruptedException {
        return fixture.post("/_sandbox/stripe/invoices/" + invoice + "/pay", form);
    }

    @ParameterizedTest(name = "{0}, then {1}: {2}, paid {3}, off Stripe {4}, remaining {5}, over {6}")
    @CsvSource(textBlock = """
                    amount=700,                 ,            paid, 700, 0,   0,   0
                    amount=300,                 ,            open, 300, 0,   400, 0
                    amount=300,                 amount=400,  paid, 700, 0,   0,   0
                    amount=900,                 ,            paid, 900, 0,   0,   200
                    amount=300,                 amount=500,  paid, 800, 0,   0,   100
                    amount=700&off_stripe=true, ,            paid, 0,   700, 0,   0
                    amount=300&off_stripe=true, amount=400,  paid, 400, 300, 0,   0
                    """)
    void anInvoiceKnowsWhatCameInAndWhatRemains(
            String first, String second, String status, long paid, long off, long remaining, long over)
            throws StripeException, IOException, InterruptedException {
        String invoice = fixture.open("a@example.com", 700);
        for (String payment : second == null ? List.of(first) : List.of(first, second)) {
            pay(invoice, (Object[]) payment.split("[&=]", -1));
        }

        JsonNode shown = fixture.get("/v1/invoices/" + invoice);
        assertThat(shown.path("status").stringValue()).isEqualTo(status);
        assertThat(shown.path("amount_paid").longValue()).isEqualTo(paid);
        assertThat(shown.path("amount_paid_off_stripe").longValue()).isEqualTo(off);
        assertThat(shown.path("amount_remaining").longValue()).isEqualTo(remaining);
        assertThat(shown.path("amount_overpaid").longValue()).isEqualTo(over);
        assertThat(fixture.get("/v1/customers/" + shown.path("customer").stringValue())
                        .path("balance")
                        .longValue())
                .isEqualTo(-over);
        assertThat(fixture.told().contains("invoice.paid")).isEqualTo(status.equals("paid"));
        assertThat(fixture.told().contains("invoice.overpaid")).isEqualTo(over > 0);
        assertThat(fixture.told().contains("invoice_payment.paid")).isEqualTo(paid > 0);
    }

    @Test
    void aPaymentIsFoundFromItsInvoiceAndTheInvoiceFromItsPayment()
            throws StripeException, IOException, InterruptedException {
        String invoice = fixture.open("a@example.com", 700);
        fixture.open("b@example.com", 900);
        pay(invoice);

        List<InvoicePayment> payments = fixture.client
                .v1()
                .invoicePayments()
                .list(InvoicePaymentListParams.builder().setInvoice(invoice).build())
                .getData();
        assertThat(payments).hasSize(1);
        assertThat(payments.getFirst().getAmountPaid()).isEqualTo(700);
        String intent = payments.getFirst().getPayment().getPaymentIntent();
        Charge charge = fixture.client
                .v1()
                .charges()
                .retrieve(fixture.client.v1().paymentIntents().retrieve(intent).getLatestCharge());
        assertThat(charge.getAmount()).isEqualTo(700);

        List<InvoicePayment> ofIntent = fixture.client
                .v1()
                .invoicePayments()
                .list(InvoicePaymentListParams.builder()
                        .setPayment(InvoicePaymentListParams.Payment.builder()
                                .setType(InvoicePaymentListParams.Payment.Type.PAYMENT_INTENT)
                                .setPaymentIntent(intent)
                                .build())
                        .build())
                .getData();
        assertThat(ofIntent).extracting(InvoicePayment::getInvoice).containsExactly(invoice);
    }

    @Test
    void aRefundGoesBackInPartsAndNeverMoreThanCameAndTheInvoiceStaysPaid()
            throws StripeException, IOException, InterruptedException {
        String invoice = fixture.open("a@example.com", 700);
        pay(invoice);
        Charge charge = fixture.client.v1().charges().list().getData().getFirst();

        Refund first = fixture.client
                .v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(charge.getPaymentIntent())
                        .setAmount(200L)
                        .setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER)
                        .putMetadata("app_refund_id", "r1")
                        .build());
        assertThat(first.getStatus()).isEqualTo("succeeded");
        assertThat(fixture.refused("/v1/refunds", "charge", charge.getId(), "amount", 501)
                        .path("param")
                        .stringValue())
                .isEqualTo("amount");
        fixture.post("/v1/refunds", "charge", charge.getId());
        assertThat(fixture.refused("/v1/refunds", "charge", charge.getId())
                        .path("code")
                        .stringValue())
                .isEqualTo("charge_already_refunded");

        assertThat(fixture.client.v1().charges().retrieve(charge.getId()).getRefunded())
                .isTrue();
        assertThat(fixture.get("/v1/refunds?charge=" + charge.getId())
                        .path("data")
                        .size())
                .isEqualTo(2);
        assertThat(fixture.get("/v1/invoices/" + invoice).path("status").stringValue())
                .isEqualTo("paid");
        assertThat(fixture.told()).containsSubsequence("refund.created", "charge.refunded", "refund.created");

        fixture.post("/_sandbox/stripe/refunds/" + first.getId() + "/fail");
        assertThat(fixture.client.v1().charges().retrieve(charge.getId()).getAmountRefunded())
                .isEqualTo(500);
        assertThat(fixture.told()).endsWith("refund.failed");
    }

    @Test
    void aChargeIsDisputedAndTheDisputeClosed() throws StripeException, IOException, InterruptedException {
        String invoice = fixture.open("a@example.com", 700);
        pay(invoice);

        String dispute = fixture.post("/_sandbox/stripe/charges/" + invoice + "/dispute")
                .path("id")
                .stringValue();
        assertThat(fixture.client.v1().disputes().retrieve(dispute).getStatus()).isEqualTo("needs_response");
        assertThat(fixture.client.v1().charges().list().getData().getFirst().getDisputed())
                .isTrue();
        fixture.post("/_sandbox/stripe/disputes/" + dispute + "/close", "status", "lost");

        assertThat(fixture.client.v1().disputes().retrieve(dispute).getStatus()).isEqualTo("lost");
        assertThat(fixture.told()).endsWith("charge.dispute.created", "charge.dispute.closed");
        assertThat(fixture.refused("/_sandbox/stripe/disputes/" + dispute + "/close")
                        .path("message")
                        .stringValue())
                .contains("lost");
    }
}
