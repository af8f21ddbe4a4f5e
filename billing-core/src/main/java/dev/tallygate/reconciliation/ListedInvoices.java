package dev.tallygate.reconciliation;

import dev.tallygate.payment.FoundObject;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.Listed;
import dev.tallygate.payment.PaymentProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a provider lists that carries our marks, read to its end: by its own ids, and by our invoices. */
final class ListedInvoices {
    private final Map<String, InvoiceFacts> byId = new HashMap<>();
    private final Map<String, List<InvoiceFacts>> byInvoiceId = new HashMap<>();
    private int pages;

    private ListedInvoices() {}

    /**
     * Reads every page.
     *
     * @throws ProviderSilent where a page did not come: what is not known is not compared
     */
    static ListedInvoices read(PaymentProvider provider, Instant since, String installationId) {
        ListedInvoices listed = new ListedInvoices();
        Optional<String> after = Optional.empty();
        do {
            after = switch (provider.listInvoices(installationId, since, after)) {
                case Listed.Unknown<FoundObject.OfInvoice> unknown ->
                    throw new ProviderSilent(provider.name(), unknown.why());
                case Listed.Page<FoundObject.OfInvoice> page -> listed.add(page);
            };
        } while (after.isPresent());
        return listed;
    }

    private Optional<String> add(Listed.Page<FoundObject.OfInvoice> page) {
        pages++;
        for (FoundObject.OfInvoice found : page.items()) {
            byId.put(found.objectId(), found.facts());
            byInvoiceId
                    .computeIfAbsent(found.invoiceId(), id -> new ArrayList<>())
                    .add(found.facts());
        }
        return page.next();
    }

    int pages() {
        return pages;
    }

    int size() {
        return byId.size();
    }

    Optional<InvoiceFacts> byId(String providerInvoiceId) {
        return Optional.ofNullable(byId.get(providerInvoiceId));
    }

    /** All that carry the marks of this invoice of ours. */
    List<InvoiceFacts> marked(String invoiceId) {
        return byInvoiceId.getOrDefault(invoiceId, List.of());
    }

    /** The invoices of ours whose marks there are. */
    List<String> markedInvoiceIds() {
        return byInvoiceId.keySet().stream().sorted().toList();
    }
}
