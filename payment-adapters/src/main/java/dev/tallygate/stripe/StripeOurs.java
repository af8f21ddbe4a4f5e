package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.model.StripeCollection;
import com.stripe.param.CustomerListParams;
import com.stripe.param.InvoiceListParams;
import dev.tallygate.payment.FoundObject;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.Listed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Lists what Stripe has and carries our marks, by pages of a hundred: a read for each page, none for each object. */
final class StripeOurs {
    private final StripeClient client;
    private final ObjectMapper json;
    private final StripeNotes notes;

    StripeOurs(StripeClient client, ObjectMapper json, StripeNotes notes) {
        this.client = client;
        this.json = json;
        this.notes = notes;
    }

    Listed<FoundObject.OfCustomer> customers(String installationId, Instant since, Optional<String> after) {
        CustomerListParams.Builder page = CustomerListParams.builder()
                .setCreated(CustomerListParams.Created.builder()
                        .setGte(StripeLookUp.createdFrom(since))
                        .build())
                .setLimit(StripeReads.PAGE);
        after.ifPresent(page::setStartingAfter);
        try {
            StripeCollection<Customer> listed = client.v1().customers().list(page.build());
            List<FoundObject.OfCustomer> ours = new ArrayList<>();
            listed.getData().forEach(customer -> ours(customer, installationId).ifPresent(ours::add));
            String last =
                    listed.getData().isEmpty() ? "" : listed.getData().getLast().getId();
            return page(ours, listed.getHasMore(), last);
        } catch (StripeException error) {
            return new Listed.Unknown<>(StripeErrors.describe(error));
        }
    }

    /** All invoices, then all credit notes; read from the answer's own bytes, by the same code as all others. */
    Listed<FoundObject.OfInvoice> invoices(String installationId, Instant since, Optional<String> after) {
        if (after.filter(StripeNotes::isPage).isPresent()) {
            return notes.page(installationId, since, after.get());
        }
        InvoiceListParams.Builder page = InvoiceListParams.builder()
                .setCreated(InvoiceListParams.Created.builder()
                        .setGte(StripeLookUp.createdFrom(since))
                        .build())
                .setLimit(StripeReads.PAGE);
        after.ifPresent(page::setStartingAfter);
        try {
            StripeCollection<Invoice> listed = client.v1().invoices().list(page.build());
            List<FoundObject.OfInvoice> ours = new ArrayList<>();
            for (JsonNode object :
                    json.readTree(listed.getLastResponse().body()).path("data")) {
                ours(object, installationId, StripeInvoices.fromStripe(object)).ifPresent(ours::add);
            }
            Optional<String> next = listed.getHasMore()
                    ? Optional.of(listed.getData().getLast().getId())
                    : Optional.of(StripeNotes.FIRST);
            return new Listed.Page<>(ours, next);
        } catch (StripeException error) {
            return new Listed.Unknown<>(StripeErrors.describe(error));
        } catch (JacksonException | ArithmeticException | IllegalArgumentException broken) {
            return new Listed.Unknown<>(
                    "Stripe's list cannot be read: " + broken.getClass().getSimpleName());
        }
    }

    private static Optional<FoundObject.OfCustomer> ours(Customer customer, String installationId) {
        Map<String, String> metadata = customer.getMetadata();
        String customerId = metadata.getOrDefault(StripeMarks.CUSTOMER, "");
        boolean isOurs = installationId.equals(metadata.get(StripeMarks.INSTALLATION)) && !customerId.isEmpty();
        return isOurs
                ? Optional.of(new FoundObject.OfCustomer(
                        customer.getId(), Instant.ofEpochSecond(customer.getCreated()), customerId))
                : Optional.empty();
    }

    /** What an object says, where it carries our marks. */
    static Optional<FoundObject.OfInvoice> ours(JsonNode object, String installationId, Optional<InvoiceFacts> facts) {
        Optional<String> invoiceId = facts.flatMap(InvoiceFacts::marks)
                .filter(marks -> marks.installationId().equals(installationId))
                .map(InvoiceFacts.Marks::invoiceId);
        return invoiceId.map(id -> new FoundObject.OfInvoice(
                facts.get(),
                Instant.ofEpochSecond(object.path("created").asLong(0)),
                id,
                object.path("customer").asString("")));
    }

    private static <T> Listed<T> page(List<T> items, boolean hasMore, String last) {
        return new Listed.Page<>(items, hasMore ? Optional.of(last) : Optional.empty());
    }
}
