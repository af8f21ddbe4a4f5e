package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Money for one invoice, as a person read it from a bank statement.
 *
 * @param amount all that was received for the invoice under this reference
 * @param reference the bank's, by which the same money is known again
 * @param paidDate in UTC
 */
public record ReportedPayment(String invoiceId, Money amount, String reference, LocalDate paidDate) {
    /** What a stored report is called among the webhooks. */
    static final String TYPE = "payment.reported";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads what {@link #toBody} wrote. */
    public static ReportedPayment fromBody(byte[] body) {
        JsonNode fields = JSON.readTree(body);
        Currency currency = Currency.getInstance(fields.path("currency").asString());
        return new ReportedPayment(
                fields.path("invoice_id").asString(),
                new Money(fields.path("amount_minor").asLong(), currency),
                fields.path("reference").asString(),
                LocalDate.parse(fields.path("paid_date").asString()));
    }

    byte[] toBody() {
        String text = JSON.createObjectNode()
                .put("invoice_id", invoiceId)
                .put("amount_minor", amount.minorUnits())
                .put("currency", amount.currency().getCurrencyCode())
                .put("reference", reference)
                .put("paid_date", paidDate.toString())
                .toString();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As if the invoice's provider had said it. */
    public ProviderEvent event(Invoice invoice) {
        return ProviderEvent.proven(eventId(), TYPE, invoiceId, Optional.of(facts(invoice)));
    }

    /** The same for the same invoice and reference, whatever the amount. */
    String eventId() {
        return IdempotencyKeys.sha256(invoiceId + "\n" + reference);
    }

    private InvoiceFacts facts(Invoice invoice) {
        Money missing = invoice.total().minus(amount);
        Money remaining = missing.isNegative() ? Money.zero(amount.currency()) : missing;
        return new InvoiceFacts(
                invoiceId,
                Optional.empty(),
                InvoiceFacts.Status.PAID,
                invoice.total(),
                new InvoiceFacts.Payment(amount, remaining),
                Optional.of(invoiceId),
                Optional.of(paidDate.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }
}
