package dev.tallygate.invoice;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.party.LegalEntities;
import dev.tallygate.party.LegalEntity;
import dev.tallygate.party.NumberForms;
import dev.tallygate.party.NumberSeries;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one door to FINALIZED: gives the number, stores what stands on the invoice and its digest, and tells who must know,
 * in the transaction that moves the status.
 */
public final class InvoiceFinalizer {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final InvoiceRepository invoices;
    private final InvoiceLineRepository lines;
    private final FinalizedRepository finalized;
    private final CustomerRegistry customers;
    private final LegalEntities sellers;
    private final List<InvoiceFinalizedListener> listeners;

    InvoiceFinalizer(
            InvoiceRepository invoices,
            InvoiceLineRepository lines,
            FinalizedRepository finalized,
            CustomerRegistry customers,
            LegalEntities sellers,
            List<InvoiceFinalizedListener> listeners) {
        this.invoices = invoices;
        this.lines = lines;
        this.finalized = finalized;
        this.customers = customers;
        this.sellers = sellers;
        this.listeners = List.copyOf(listeners);
    }

    /** Inside the caller's transaction, which holds the gate; false where it is no draft. */
    boolean finalizeDraft(InvoiceId id, String providerInvoiceId, @Nullable String providerNumber, Instant time) {
        if (!invoices.finalized(id, providerInvoiceId, providerNumber, time)) {
            return false;
        }
        Invoice draft = required(id);
        FinalizedParties parties = parties(draft);
        finalized.giveNumber(id, nextNumber(draft, parties.seller(), time));
        Invoice numbered = required(id);
        String written = JSON.writeValueAsString(parties);
        String digest = InvoiceDigest.of(numbered, lines.lines(id), written);
        finalized.insert(id, new FinalizedRepository.Stored(written, digest));
        listeners.forEach(listener -> listener.finalized(numbered));
        return true;
    }

    private String nextNumber(Invoice draft, LegalEntity seller, Instant time) {
        NumberSeries series = draft.isCreditNote() ? NumberSeries.CREDIT_NOTE : NumberSeries.INVOICE;
        String form = seller.numbers().of(series);
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        return NumberForms.number(form, year, finalized.nextNumber(form, year));
    }

    /** As it was when the invoice was finalized; of a draft, as it would be now. */
    FinalizedParties partiesOf(Invoice invoice) {
        return stored(invoice.id()).orElseGet(() -> parties(invoice));
    }

    /** The invoice that customers know by this number. */
    Optional<InvoiceId> byNumber(String number) {
        return finalized.byNumber(number);
    }

    private Optional<FinalizedParties> stored(InvoiceId id) {
        return finalized.find(id).map(stored -> JSON.readValue(stored.parties(), FinalizedParties.class));
    }

    private FinalizedParties parties(Invoice invoice) {
        Customer customer = customers.byKeys(List.of(invoice.customerKey())).get(invoice.customerKey());
        if (customer == null) {
            throw new IllegalStateException("customer_key: " + invoice.customerKey() + " (expected: a customer)");
        }
        String credited = invoice.isCreditNote()
                ? finalized.periodInvoiceNumber(invoice.id()).orElse("")
                : "";
        return new FinalizedParties(
                sellers.sellerOf(customer.buyer()),
                customer.buyer(),
                customer.customerId(),
                customer.profile().name(),
                customer.profile().email(),
                credited);
    }

    private Invoice required(InvoiceId id) {
        return invoices.find(id)
                .orElseThrow(() -> new IllegalStateException(id + " was there before its gate was locked"));
    }
}
