package dev.tallygate.stripe;

import dev.tallygate.payment.ProviderEvent;
import dev.tallygate.payment.ProviderEvent.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What Stripe's events say, read from their JSON by the few fields that are needed, whatever API version wrote it. */
final class StripeEvents {
    /** The events from which something follows here; Stripe lists events by at most 20 types at a time. */
    static final List<String> TYPES = List.of(
            "invoice.finalized",
            "invoice.finalization_failed",
            "invoice.paid",
            "invoice.payment_failed",
            "invoice.overdue",
            "invoice.overpaid",
            "invoice.updated",
            "invoice.voided",
            "invoice.marked_uncollectible",
            "invoice_payment.paid",
            "credit_note.created",
            "credit_note.voided",
            "refund.created",
            "refund.updated",
            "refund.failed",
            "charge.dispute.created",
            "charge.dispute.updated",
            "charge.dispute.closed",
            "customer.deleted");

    /** Thin events about reports of usage. */
    private static final Set<String> NOT_COUNTED =
            Set.of("v1.billing.meter.error_report_triggered", "v1.billing.meter.no_meter_found");

    private static final String THIN = "v2.core.event";
    private static final int TYPE_LENGTH_MAX = 100;

    private StripeEvents() {}

    /** It only names what it is about, as Stripe's newer events do. */
    static boolean isThin(JsonNode root) {
        return text(root.path("object")).equals(THIN);
    }

    static ProviderEvent fromStripe(JsonNode root) {
        String type = text(root.path("type"));
        JsonNode object = root.path("data").path("object");
        return new ProviderEvent(
                text(root.path("id")),
                type.length() <= TYPE_LENGTH_MAX ? type : type.substring(0, TYPE_LENGTH_MAX),
                isThin(root) ? text(root.path("related_object").path("id")) : objectId(type, object),
                isThin(root) ? thinEvidence(type) : evidence(type, object));
    }

    /** It has no data: what it says is asked for. */
    private static Evidence thinEvidence(String type) {
        return NOT_COUNTED.contains(type) ? new Evidence.UsageErrors() : new Evidence.None();
    }

    /** Payments are about their invoice, and so are credit notes but for ours, each of which is an adjustment here. */
    private static String objectId(String type, JsonNode object) {
        boolean isOurNote = type.startsWith("credit_note.") && StripeCreditNotes.isMarked(object);
        return isOfAnInvoice(type) && !isOurNote ? text(object.path("invoice")) : text(object.path("id"));
    }

    private static boolean isOfAnInvoice(String type) {
        return type.startsWith("invoice_payment.") || type.startsWith("credit_note.");
    }

    private static Evidence evidence(String type, JsonNode object) {
        if (type.equals("invoice.finalization_failed")) {
            return finalizationFailed(object);
        }
        if (type.equals("customer.deleted")) {
            return customerDeleted(object);
        }
        if (type.startsWith("invoice.")) {
            return invoice(type, object);
        }
        if (isOfAnInvoice(type) && !objectId(type, object).isEmpty()) {
            return new Evidence.Hint();
        }
        boolean isBack = type.startsWith("refund.") || type.startsWith("charge.dispute.");
        return isBack ? new Evidence.Back() : new Evidence.None();
    }

    /** One that cannot be read, for want of a currency for example, is asked about. */
    private static Evidence invoice(String type, JsonNode object) {
        boolean isFailed = type.equals("invoice.payment_failed");
        try {
            return StripeInvoices.fromStripe(object)
                    .map(read -> isFailed ? StripeInvoices.withFailedCharge(read, object) : read)
                    .<Evidence>map(Evidence.Proven::new)
                    .orElseGet(Evidence.None::new);
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            return new Evidence.Hint();
        }
    }

    private static Evidence finalizationFailed(JsonNode invoice) {
        JsonNode error = invoice.path("last_finalization_error");
        return new Evidence.Notice(
                "FINALIZATION_FAILED",
                "%s of %s: %s: %s"
                        .formatted(
                                text(invoice.path("id")),
                                text(invoice.path("metadata").path(StripeMarks.INVOICE)),
                                text(error.path("code")),
                                text(error.path("message"))),
                installation(invoice));
    }

    private static Evidence customerDeleted(JsonNode customer) {
        return new Evidence.Notice(
                "CUSTOMER_DELETED",
                "%1$s, customer %2$s here, was deleted at Stripe: no invoice can be delivered to it any more (./tallygate customers renew %2$s makes it anew)"
                        .formatted(
                                text(customer.path("id")),
                                text(customer.path("metadata").path(StripeMarks.CUSTOMER))),
                installation(customer));
    }

    private static Optional<String> installation(JsonNode object) {
        return Stream.of(object.path("metadata"), StripeInvoices.subscriptionMarks(object))
                .map(metadata -> text(metadata.path(StripeMarks.INSTALLATION)))
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** Empty where it is no text. */
    static String text(JsonNode node) {
        return node.isString() ? node.asString() : "";
    }
}
