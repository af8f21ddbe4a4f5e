package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.InvoiceItem;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.StripeCollection;
import com.stripe.param.InvoiceItemListParams;
import com.stripe.param.InvoiceLineItemListParams;
import dev.tallygate.money.Money;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.UsageRating.Item;
import dev.tallygate.payment.UsageRating.RatedParts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** Reads what an invoice of a subscription is made of: its metered lines, and the items of ours that it took up. */
final class StripeParts {
    private final StripeClient client;

    StripeParts(StripeClient client) {
        this.client = client;
    }

    /** A line for each tier, each with the quantity that is in it. */
    Fetched<RatedParts> of(String invoiceId) {
        try {
            List<InvoiceLineItem> lines = lines(invoiceId);
            if (lines.isEmpty()) {
                return new Fetched.Absent<>();
            }
            BigDecimal quantity = BigDecimal.ZERO;
            Money usage = Money.zero(
                    Currency.getInstance(lines.getFirst().getCurrency().toUpperCase(Locale.ROOT)));
            for (InvoiceLineItem line : lines) {
                if (isMetered(line)) {
                    quantity = quantity.add(quantity(line));
                    usage = usage.plus(StripeAmounts.fromStripe(line.getAmount(), line.getCurrency()));
                }
            }
            return new Fetched.Found<>(new RatedParts(quantity, usage, items(invoiceId)));
        } catch (StripeException error) {
            return StripeErrors.toFetched(error);
        }
    }

    private static boolean isMetered(InvoiceLineItem line) {
        return line.getParent() != null && line.getParent().getSubscriptionItemDetails() != null;
    }

    private static BigDecimal quantity(InvoiceLineItem line) {
        BigDecimal exact = line.getQuantityDecimal();
        if (exact != null) {
            return exact;
        }
        return line.getQuantity() == null ? BigDecimal.ZERO : BigDecimal.valueOf(line.getQuantity());
    }

    private List<InvoiceLineItem> lines(String invoiceId) throws StripeException {
        List<InvoiceLineItem> lines = new ArrayList<>();
        InvoiceLineItemListParams.Builder page =
                InvoiceLineItemListParams.builder().setLimit(StripeReads.PAGE);
        StripeCollection<InvoiceLineItem> found;
        do {
            found = client.v1().invoices().lineItems().list(invoiceId, page.build());
            lines.addAll(found.getData());
            if (!found.getData().isEmpty()) {
                page.setStartingAfter(found.getData().getLast().getId());
            }
        } while (found.getHasMore());
        return lines;
    }

    private List<Item> items(String invoiceId) throws StripeException {
        List<Item> items = new ArrayList<>();
        InvoiceItemListParams.Builder page =
                InvoiceItemListParams.builder().setInvoice(invoiceId).setLimit(StripeReads.PAGE);
        StripeCollection<InvoiceItem> found;
        do {
            found = client.v1().invoiceItems().list(page.build());
            for (InvoiceItem item : found.getData()) {
                page.setStartingAfter(item.getId());
                if (StripeMarks.LATE.equals(item.getMetadata().get(StripeMarks.LINE))) {
                    items.add(new Item(
                            item.getMetadata().getOrDefault(StripeMarks.INVOICE, ""),
                            StripeAmounts.fromStripe(item.getAmount(), item.getCurrency())));
                }
            }
        } while (found.getHasMore());
        return items;
    }
}
