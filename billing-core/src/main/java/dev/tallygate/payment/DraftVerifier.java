package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.money.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads a draft back from the provider before it is finalized: total, currency and each line must be ours. */
final class DraftVerifier {
    private final CallReader reader;

    DraftVerifier(CallReader reader) {
        this.reader = reader;
    }

    /** Empty where the draft is equal to our invoice; else what is already known without finalizing. */
    Optional<Outcome> objection(Delivery delivery, Call.ProviderDraft draft, PaymentProvider provider) {
        return switch (provider.fetchInvoice(draft.providerInvoiceId())) {
            case Fetched.Unknown<InvoiceFacts> unknown -> Optional.of(new Outcome.Unknown(unknown.why()));
            case Fetched.Absent<InvoiceFacts> absent ->
                differs(draft.providerInvoiceId() + " is not at the provider (expected: a draft)");
            case Fetched.Found<InvoiceFacts> found -> compared(delivery, found.value(), provider);
        };
    }

    private Optional<Outcome> compared(Delivery delivery, InvoiceFacts facts, PaymentProvider provider) {
        if (facts.status() != InvoiceFacts.Status.DRAFT) {
            return Optional.of(new Outcome.Accepted(facts.providerInvoiceId(), "", Optional.of(facts)));
        }
        Invoice invoice = reader.invoice(delivery);
        if (!facts.total().equals(reader.collected(invoice))) {
            return differs("%s: total there %s, here %s"
                    .formatted(
                            invoice.id(),
                            facts.total().display(),
                            reader.collected(invoice).display()));
        }
        return switch (provider.fetchLines(facts.providerInvoiceId())) {
            case Fetched.Unknown<List<ProviderLine>> unknown -> Optional.of(new Outcome.Unknown(unknown.why()));
            case Fetched.Absent<List<ProviderLine>> absent -> differs(invoice.id() + ": no lines there");
            case Fetched.Found<List<ProviderLine>> found -> comparedLines(invoice, found.value(), provider);
        };
    }

    private Optional<Outcome> comparedLines(Invoice invoice, List<ProviderLine> there, PaymentProvider provider) {
        List<ProviderLine> here = numbered(reader.lineAmounts(invoice, provider));
        List<ProviderLine> sorted = there.stream()
                .sorted(Comparator.comparingInt(ProviderLine::lineNumber))
                .toList();
        if (sorted.equals(here)) {
            return Optional.empty();
        }
        return differs("%s: %d lines there, %d here, or other amounts in them"
                .formatted(invoice.id(), there.size(), here.size()));
    }

    private static List<ProviderLine> numbered(List<Money> amounts) {
        List<ProviderLine> lines = new ArrayList<>();
        amounts.forEach(amount -> lines.add(new ProviderLine(lines.size() + 1, amount)));
        return lines;
    }

    private static Optional<Outcome> differs(String detail) {
        return Optional.of(new Outcome.NeedsAttention("DRAFT_DIFFERS", detail));
    }
}
