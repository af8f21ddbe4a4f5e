package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The periods of subscriptions: each ends in a draft that waits for late usage, and finalizes itself after the grace.
 *
 * <p>Its lines follow the meters until then; what is counted later is on no invoice.
 */
final class Cycles {
    private static final int PERIODS_AT_ONCE_MAX = 24;

    private final InvoiceBook book;
    private final InvoiceMoves moves;
    private final Invoices invoices;
    private final MeterSettings settings;

    Cycles(InvoiceBook book, InvoiceMoves moves, Invoices invoices, MeterSettings settings) {
        this.book = book;
        this.moves = moves;
        this.invoices = invoices;
        this.settings = settings;
    }

    /** The period that begins here, up to the next time that the anchor comes round. */
    static void setPeriod(ObjectNode subscription, long start) {
        long end = end(subscription, start);
        for (JsonNode item : subscription.path("items").path("data")) {
            ((ObjectNode) item).put("current_period_start", start).put("current_period_end", end);
        }
    }

    private static long end(ObjectNode subscription, long start) {
        JsonNode recurring = item(subscription).required("price").required("recurring");
        ChronoUnit unit = switch (Json.string(recurring, "interval")) {
            case "day" -> ChronoUnit.DAYS;
            case "week" -> ChronoUnit.WEEKS;
            case "year" -> ChronoUnit.YEARS;
            default -> ChronoUnit.MONTHS;
        };
        long count = Json.number(recurring, "interval_count");
        ZonedDateTime anchor = Instant.ofEpochSecond(Json.number(subscription, "billing_cycle_anchor"))
                .atZone(ZoneOffset.UTC);
        long step = 0;
        while (anchor.plus(step * count, unit).toEpochSecond() <= start) {
            step++;
        }
        return anchor.plus(step * count, unit).toEpochSecond();
    }

    private static JsonNode item(ObjectNode subscription) {
        return subscription.required("items").required("data").required(0);
    }

    private static long periodStart(ObjectNode subscription) {
        return Json.number(item(subscription), "current_period_start");
    }

    private static long periodEnd(ObjectNode subscription) {
        return Json.number(item(subscription), "current_period_end");
    }

    /** A metered subscription begins with an invoice over nothing, paid at once. */
    ObjectNode begin(Change change, ObjectNode subscription) {
        ObjectNode invoice = invoices.ofSubscription(change, subscription, "subscription_create");
        long now = book.events().now();
        invoice.put("period_start", now).put("period_end", now);
        save(change, subscription, invoice);
        moves.finalizeDraft(change, invoice);
        return subscription;
    }

    private void save(Change change, ObjectNode subscription, ObjectNode invoice) {
        book.recount(change, invoice);
        book.save(change, invoice, "invoice.created");
        String id = Json.string(subscription, "id");
        change.put(Kind.SUBSCRIPTION, id, subscription.put("latest_invoice", Json.string(invoice, "id")));
    }

    /** Periods that are over; after a jump of the clock several of one subscription. */
    int closeDue(Change change) {
        List<ObjectNode> due = change.list(
                Kind.SUBSCRIPTION,
                subscription -> Subscriptions.isActive(subscription)
                        && periodEnd(subscription) <= book.events().now());
        for (ObjectNode subscription : due) {
            for (int count = 0; count < PERIODS_AT_ONCE_MAX && isOver(subscription); count++) {
                close(change, subscription);
            }
        }
        return due.size();
    }

    private boolean isOver(ObjectNode subscription) {
        return Subscriptions.isActive(subscription)
                && periodEnd(subscription) <= book.events().now();
    }

    private void close(Change change, ObjectNode subscription) {
        long end = periodEnd(subscription);
        invoice(change, subscription, end);
        if (subscription.path("cancel_at_period_end").asBoolean()) {
            Subscriptions.end(change, book.events(), subscription);
            return;
        }
        ObjectNode before = subscription.deepCopy();
        setPeriod(subscription, end);
        change.put(Kind.SUBSCRIPTION, Json.string(subscription, "id"), subscription);
        book.events().recordUpdate(change, "customer.subscription.updated", before, subscription);
    }

    /** A draft for the period so far, with the customer's pending items. */
    void invoice(Change change, ObjectNode subscription, long end) {
        ObjectNode invoice = invoices.ofSubscription(change, subscription, "subscription_cycle");
        invoice.put("period_start", periodStart(subscription)).put("period_end", end);
        invoice.put("auto_advance", true);
        invoice.put("automatically_finalizes_at", book.events().now() + settings.graceSeconds(change));
        change.put(Kind.INVOICE, Json.string(invoice, "id"), invoice);
        invoices.takePendingItems(change, invoice);
        UsageLines.refresh(change, invoice);
        save(change, subscription, invoice);
    }

    /** Drafts whose meters have counted something since. */
    int refreshDrafts(Change change) {
        List<ObjectNode> drafts = change.list(
                Kind.INVOICE,
                invoice -> InvoiceStatus.of(invoice) == InvoiceStatus.DRAFT
                        && UsageLines.subscriptionId(invoice).isPresent());
        for (ObjectNode invoice : drafts) {
            ObjectNode before = invoice.deepCopy();
            if (UsageLines.refresh(change, invoice)) {
                book.recount(change, invoice);
                book.saveUpdate(change, before, invoice);
            }
        }
        return drafts.size();
    }
}
