package dev.tallygate.reconciliation;

import dev.tallygate.payment.FoundObject;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.Listed;
import dev.tallygate.payment.PaymentProvider;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a provider lists that carries our marks, read to its end: by its own ids, and by our invoices. */
final class ListedInvoices {
    private final Map<String, InvoiceFacts> byId = new HashMap<>();
    private final Map<String, Set<String>> idsByInvoiceId = new HashMap<>();
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
            byId.merge(found.objectId(), found.facts(), ListedInvoices::further);
            idsByInvoiceId
                    .computeIfAbsent(found.invoiceId(), id -> new TreeSet<>())
                    .add(found.objectId());
        }
        return page.next();
    }

    /** A charge is listed once for each of its attempts. */
    private static InvoiceFacts further(InvoiceFacts one, InvoiceFacts other) {
        return other.status().compareTo(one.status()) > 0 ? other : one;
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
        return idsByInvoiceId.getOrDefault(invoiceId, Set.of()).stream()
                .flatMap(id -> byId(id).stream())
                .toList();
    }

    /** The invoices of ours whose marks there are. */
    List<String> markedInvoiceIds() {
        return idsByInvoiceId.keySet().stream().sorted().toList();
    }
}
