package dev.tallygate.rig;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Reads an invoice back from whoever collects it: what the provider says, not what our rows say of it. */
interface ProviderReader {

    /** An invoice as the provider has it; amounts in its smallest unit of the currency, which for these is ours too. */
    record Seen(boolean paid, String currencyCode, long total, long amountPaid) {}

    Seen invoice(BooksRepository.Invoice invoice);

    /** Stripe, local or real. */
    static ProviderReader stripe(ProviderHttp http) {
        return invoice -> {
            JsonNode seen = http.get("/v1/invoices/" + invoice.providerInvoiceId());
            return new Seen(
                    seen.path("status").asString().equals("paid"),
                    seen.path("currency").asString().toUpperCase(Locale.ROOT),
                    seen.path("total").asLong(),
                    seen.path("amount_paid").asLong());
        };
    }

    /** Paystack, local or real: what is no longer pending has been paid. */
    static ProviderReader paystack(ProviderHttp http) {
        return invoice -> {
            JsonNode seen = http.get("/paymentrequest/verify/" + invoice.providerInvoiceId())
                    .path("data");
            long total = seen.path("amount").asLong();
            return new Seen(
                    seen.path("paid").asBoolean(),
                    seen.path("currency").asString(),
                    total,
                    total - seen.path("pending_amount").asLong());
        };
    }

    /** By bank transfer: the customer has one mail with the invoice's id and its total; what arrived, a person said. */
    static ProviderReader manual(MailReader mails) {
        return invoice -> {
            List<MailReader.Mail> sent = mails.naming(invoice.invoiceId());
            if (sent.size() != 1 || sent.getFirst().arrivals() != 1) {
                throw new RigFailed(invoice.invoiceId() + ": " + sent.size() + " mails (expected: one, once)");
            }
            String total = Amounts.money(invoice.totalAmount(), invoice.currencyCode());
            boolean saysTotal = sent.getFirst().text().replace(",", "").contains(total.replace(",", ""));
            return new Seen(
                    invoice.status().equals("PAID"),
                    invoice.currencyCode(),
                    saysTotal ? invoice.totalAmount() : -1,
                    invoice.amountPaid());
        };
    }
}
