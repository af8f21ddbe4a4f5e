package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.InvoiceItem;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.StripeCollection;
import com.stripe.param.InvoiceItemListParams;
import com.stripe.param.InvoiceLineItemListParams;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.ProviderLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads invoices and their lines back; changes nothing. */
final class StripeReads {
    static final long PAGE = 100;

    /** Begins the names of credit notes, and of nothing else. */
    static final String NOTE_PREFIX = "cn_";

    private final StripeClient client;
    private final Mode mode;
    private final ObjectMapper json;

    StripeReads(StripeClient client, Mode mode, ObjectMapper json) {
        this.client = client;
        this.mode = mode;
        this.json = json;
    }

    Fetched<InvoiceFacts> invoice(String id) {
        try {
            return new Fetched.Found<>(factsOf(body(id)));
        } catch (StripeException error) {
            return StripeErrors.toFetched(error);
        } catch (Unreadable unreadable) {
            return new Fetched.Unknown<>(unreadable.getMessage());
        }
    }

    private String body(String id) throws StripeException {
        return id.startsWith(NOTE_PREFIX)
                ? client.v1().creditNotes().retrieve(id).getLastResponse().body()
                : client.v1().invoices().retrieve(id).getLastResponse().body();
    }

    /** Reads the facts from an answer's own bytes, as from a webhook's. */
    InvoiceFacts factsOf(String body) {
        try {
            JsonNode object = tree(body);
            return StripeInvoices.fromStripe(object)
                    .or(() -> StripeCreditNotes.fromStripe(object))
                    .orElseThrow(Unreadable::new);
        } catch (JacksonException | ArithmeticException | IllegalArgumentException broken) {
            throw new Unreadable(broken);
        }
    }

    /** An answer of this mode: test money never meets a live database, nor the reverse. */
    JsonNode tree(String body) {
        JsonNode root = json.readTree(body);
        JsonNode livemode = root.path("livemode");
        if (livemode.isBoolean() && livemode.asBoolean() != (mode == Mode.LIVE)) {
            throw new Unreadable(
                    "Stripe answers with livemode " + livemode.asBoolean() + " (expected: mode " + mode.word() + ")");
        }
        return root;
    }

    Fetched<List<ProviderLine>> lines(String invoiceId) {
        try {
            Map<String, Integer> numbers = lineNumbers(invoiceId);
            List<ProviderLine> lines = new ArrayList<>();
            InvoiceLineItemListParams.Builder page =
                    InvoiceLineItemListParams.builder().setLimit(PAGE);
            StripeCollection<InvoiceLineItem> found;
            do {
                found = client.v1().invoices().lineItems().list(invoiceId, page.build());
                for (InvoiceLineItem line : found.getData()) {
                    lines.add(fromStripe(line, numbers));
                    page.setStartingAfter(line.getId());
                }
            } while (found.getHasMore());
            return new Fetched.Found<>(List.copyOf(lines));
        } catch (StripeException error) {
            return StripeErrors.toFetched(error);
        }
    }

    /** Our line numbers by invoice item: the items carry our marks, the lines name their items. */
    Map<String, Integer> lineNumbers(String invoiceId) throws StripeException {
        Map<String, Integer> numbers = new HashMap<>();
        InvoiceItemListParams.Builder page =
                InvoiceItemListParams.builder().setInvoice(invoiceId).setLimit(PAGE);
        StripeCollection<InvoiceItem> found;
        do {
            found = client.v1().invoiceItems().list(page.build());
            for (InvoiceItem item : found.getData()) {
                numbers.put(item.getId(), lineNumber(item.getMetadata()));
                page.setStartingAfter(item.getId());
            }
        } while (found.getHasMore());
        return numbers;
    }

    private static ProviderLine fromStripe(InvoiceLineItem line, Map<String, Integer> numbers) {
        int number = item(line).map(item -> numbers.getOrDefault(item, 0)).orElse(0);
        return new ProviderLine(number, StripeAmounts.fromStripe(line.getAmount(), line.getCurrency()));
    }

    private static Optional<String> item(InvoiceLineItem line) {
        return Optional.ofNullable(line.getParent())
                .map(InvoiceLineItem.Parent::getInvoiceItemDetails)
                .map(InvoiceLineItem.Parent.InvoiceItemDetails::getInvoiceItem);
    }

    private static int lineNumber(Map<String, String> metadata) {
        String text = metadata.getOrDefault(StripeMarks.LINE, "");
        return text.matches("[1-9]\\d{0,5}") ? Integer.parseInt(text) : 0;
    }

    /** An answer that came and says nothing that can be read. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable() {
            this("Stripe's answer is no invoice");
        }

        Unreadable(String why) {
            super(why);
        }

        Unreadable(RuntimeException cause) {
            super("Stripe's answer cannot be read: " + cause.getClass().getSimpleName(), cause);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
