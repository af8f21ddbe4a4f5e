package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * One transfer for an invoice, as a person read it from a bank statement. All that were reported for it add up.
 *
 * @param amount received under this reference
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

    /** As if the invoice's provider had said it, of an invoice whose {@code amountPaid} has this transfer in it already. */
    public ProviderEvent event(Invoice invoice) {
        return event(invoice, invoice.amountPaid());
    }

    /** @param received all that came for the invoice, this transfer among it */
    ProviderEvent event(Invoice invoice, Money received) {
        return ProviderEvent.proven(eventId(), TYPE, invoiceId, Optional.of(facts(invoice, received)));
    }

    /** The same for the same invoice and reference, whatever the amount. */
    String eventId() {
        return Bytes.sha256Hex(invoiceId + "\n" + reference);
    }

    private InvoiceFacts facts(Invoice invoice, Money received) {
        Instant paidTime = paidDate.atStartOfDay(ZoneOffset.UTC).toInstant();
        Money missing = invoice.total().minus(received);
        boolean isEnough = missing.minorUnits() <= 0;
        var part = new MoneyPart(MoneyKind.OUT_OF_BAND, reference, amount, Optional.of(paidTime));
        return new InvoiceFacts(
                invoiceId,
                Optional.empty(),
                isEnough ? InvoiceFacts.Status.PAID : InvoiceFacts.Status.OPEN,
                invoice.total(),
                new InvoiceFacts.Payment(received, isEnough ? Money.zero(amount.currency()) : missing, List.of(part)),
                Optional.of(invoiceId),
                Optional.of(paidTime));
    }
}
