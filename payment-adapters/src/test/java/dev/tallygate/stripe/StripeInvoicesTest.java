package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.payment.InvoiceFacts;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** When and where an invoice is to be paid, by Stripe's fields. */
class StripeInvoicesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # method              | due_date   | next_payment_attempt | attempted | due                  | failed
            charge_automatically  | null       | 1772323200           | false     | 2026-03-01T00:00:00Z | false
            charge_automatically  | null       | 1772582400           | true      |                      | true
            # no next attempt: a bank debit may be on its way, or the last attempt failed, which the webhook says
            charge_automatically  | null       | null                 | true      |                      | false
            charge_automatically  | null       | null                 | false     |                      | false
            send_invoice          | 1772323200 | null                 | false     | 2026-03-01T00:00:00Z | false
            # the customer's own try at an invoice that was sent: there is time until the due date
            send_invoice          | 1772323200 | null                 | true      | 2026-03-01T00:00:00Z | false
            """)
    void theMethodDecidesWhenItIsDue(
            String method,
            String dueDate,
            String nextAttempt,
            boolean attempted,
            @Nullable Instant due,
            boolean failed) {
        JsonNode object = invoice(method, dueDate, nextAttempt, attempted);

        InvoiceFacts.Demand demand =
                StripeInvoices.fromStripe(object).orElseThrow().paid().demand();

        assertThat(demand)
                .isEqualTo(new InvoiceFacts.Demand(
                        Optional.ofNullable(due), failed, Optional.of("https://invoice.example/in_1")));
    }

    @Test
    void thatTheLastAttemptFailedIsSaidByTheWebhookAlone() {
        JsonNode charged = invoice("charge_automatically", "null", "null", true);
        JsonNode sent = invoice("send_invoice", "1772323200", "null", true);

        assertThat(failed(charged)).isTrue();
        assertThat(failed(sent)).isFalse();
    }

    private static boolean failed(JsonNode object) {
        InvoiceFacts facts = StripeInvoices.fromStripe(object).orElseThrow();
        return StripeInvoices.withFailedCharge(facts, object).paid().demand().chargeFailed();
    }

    private static JsonNode invoice(String method, String dueDate, String nextAttempt, boolean attempted) {
        return JSON.readTree("""
                {"object": "invoice", "id": "in_1", "status": "open", "currency": "usd", "total": 1000,
                 "amount_paid": 0, "amount_remaining": 1000, "collection_method": "%s", "due_date": %s,
                 "next_payment_attempt": %s, "attempted": %s, "hosted_invoice_url": "https://invoice.example/in_1"}
                """.formatted(method, dueDate, nextAttempt, attempted));
    }
}
