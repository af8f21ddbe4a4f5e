package dev.tallygate.invoice;

import dev.tallygate.ledger.PeriodKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proves that finalized invoices are what they were: lines, totals, parties and number against the digest of then. */
final class FinalizedVerifier {
    private static final int SHOWN_DIGITS = 12;

    private final InvoiceRepository invoices;
    private final InvoiceLineRepository lines;
    private final FinalizedRepository finalized;

    FinalizedVerifier(InvoiceRepository invoices, InvoiceLineRepository lines, FinalizedRepository finalized) {
        this.invoices = invoices;
        this.lines = lines;
        this.finalized = finalized;
    }

    List<Finding> verify(PeriodKey key) {
        List<Finding> findings = new ArrayList<>();
        finalized.ofPeriod(key).forEach(id -> verify(id).ifPresent(findings::add));
        return findings;
    }

    private Optional<Finding> verify(InvoiceId id) {
        Invoice invoice = invoices.find(id).orElseThrow();
        Optional<FinalizedRepository.Stored> stored = finalized.find(id);
        if (stored.isEmpty()) {
            return Optional.of(finding(id, "a digest of when it was finalized", "none"));
        }
        String now = InvoiceDigest.of(invoice, lines.lines(id), stored.get().parties());
        return now.equals(stored.get().digest())
                ? Optional.empty()
                : Optional.of(finding(id, shown(stored.get().digest()), shown(now)));
    }

    private static Finding finding(InvoiceId id, String expected, String found) {
        return new Finding(
                Finding.Kind.FINALIZED,
                id.toString(),
                "what stood on " + id + " when it was finalized",
                new Finding.Figures(expected, found, ""));
    }

    private static String shown(String digest) {
        return digest.substring(0, SHOWN_DIGITS);
    }
}
