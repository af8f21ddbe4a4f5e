package dev.tallygate.stripe;

import dev.tallygate.money.Money;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.MoneyKind;
import dev.tallygate.payment.MoneyPart;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads Stripe's invoices as JSON, of answers and webhooks alike: only the fields that are needed, of any API version. */
final class StripeInvoices {
    private StripeInvoices() {}

    /** Empty where the object is no invoice, or one that does not exist yet. */
    static Optional<InvoiceFacts> fromStripe(JsonNode object) {
        boolean isInvoice = object.path("object").asString("").equals("invoice");
        String id = object.path("id").asString("");
        Optional<InvoiceFacts.Status> status = status(object.path("status").asString(""));
        return isInvoice && !id.isEmpty() && status.isPresent()
                ? Optional.of(facts(object, id, status.get()))
                : Optional.empty();
    }

    private static InvoiceFacts facts(JsonNode object, String id, InvoiceFacts.Status status) {
        return new InvoiceFacts(
                        id,
                        marks(object),
                        status,
                        amount(object, object.path("total").asLong(0)),
                        new InvoiceFacts.Payment(
                                amount(object, received(object)),
                                amount(object, object.path("amount_remaining").asLong(0)),
                                parts(object, id),
                                InvoiceFacts.Demand.UNTOLD,
                                credited(object)),
                        text(object.path("number")),
                        changedTime(object.path("status_transitions"), status))
                .withDemand(demand(object));
    }

    /**
     * An invoice that is sent has its due date. One that is charged is due when that is tried first; a next attempt after a
     * first one says that the first one failed. Where there is none it may as well be on its way, as a bank debit is for days:
     * then only {@code invoice.payment_failed} tells (docs.stripe.com/billing/revenue-recovery/smart-retries).
     */
    private static InvoiceFacts.Demand demand(JsonNode object) {
        boolean isTried = object.path("attempted").asBoolean(false);
        Optional<Instant> nextAttempt = time(object.path("next_payment_attempt"));
        return new InvoiceFacts.Demand(
                isCharged(object) ? nextAttempt.filter(first -> !isTried) : time(object.path("due_date")),
                isCharged(object) && isTried && nextAttempt.isPresent(),
                text(object.path("hosted_invoice_url")));
    }

    /** With what {@code invoice.payment_failed} adds; a customer who pays an invoice that was sent has until its due date. */
    static InvoiceFacts withFailedCharge(InvoiceFacts facts, JsonNode object) {
        return isCharged(object) ? facts.withDemand(facts.paid().demand().withChargeFailed()) : facts;
    }

    private static boolean isCharged(JsonNode object) {
        return object.path("collection_method").asString("").equals("charge_automatically");
    }

    /** What closed it, each part under the invoice's own id: Stripe names the payments themselves only when asked. */
    private static List<MoneyPart> parts(JsonNode object, String id) {
        long starting = object.path("starting_balance").asLong(0);
        long intoBalance = Math.subtractExact(object.path("ending_balance").asLong(starting), starting);
        long credit = starting < 0 ? Math.min(Math.max(intoBalance, 0), -starting) : 0;
        return List.of(
                part(object, id, MoneyKind.PAYMENT, object.path("amount_paid").asLong(0)),
                part(
                        object,
                        id,
                        MoneyKind.OUT_OF_BAND,
                        object.path("amount_paid_off_stripe").asLong(0)),
                part(object, id, MoneyKind.CREDIT, credit),
                part(object, id, MoneyKind.CARRIED, intoBalance - credit),
                part(
                        object,
                        id,
                        MoneyKind.CREDIT_NOTE,
                        object.path("pre_payment_credit_notes_amount").asLong(0)));
    }

    /** By all credit notes, of what was owed and of what was paid. */
    private static Money credited(JsonNode object) {
        long before = object.path("pre_payment_credit_notes_amount").asLong(0);
        long after = object.path("post_payment_credit_notes_amount").asLong(0);
        return amount(object, Math.addExact(before, after));
    }

    private static MoneyPart part(JsonNode object, String id, MoneyKind kind, long units) {
        JsonNode transitions = object.path("status_transitions");
        Optional<Instant> time =
                kind.isReceived() ? time(transitions.path("paid_at")) : time(transitions.path("finalized_at"));
        return new MoneyPart(kind, id, amount(object, units), time);
    }

    /** Also what came outside of Stripe: a bank transfer that was marked as paid there. */
    private static long received(JsonNode object) {
        long offStripe = object.path("amount_paid_off_stripe").asLong(0);
        return Math.addExact(object.path("amount_paid").asLong(0), offStripe);
    }

    private static Money amount(JsonNode object, long units) {
        return StripeAmounts.fromStripe(units, object.path("currency").asString(""));
    }

    /** Those of its own, or of the subscription that made it, which are of no invoice. */
    private static Optional<InvoiceFacts.Marks> marks(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        Optional<String> invoice = text(metadata.path(StripeMarks.INVOICE));
        Optional<InvoiceFacts.Marks> own = text(metadata.path(StripeMarks.INSTALLATION))
                .flatMap(owner -> invoice.map(id -> new InvoiceFacts.Marks(owner, id)));
        return own.or(() -> text(subscriptionMarks(object).path(StripeMarks.INSTALLATION))
                .map(owner -> new InvoiceFacts.Marks(owner, "")));
    }

    /** Stripe copies them to each invoice of a subscription. */
    static JsonNode subscriptionMarks(JsonNode object) {
        return object.path("parent").path("subscription_details").path("metadata");
    }

    private static Optional<InvoiceFacts.Status> status(String text) {
        return Arrays.stream(InvoiceFacts.Status.values())
                .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private static Optional<Instant> changedTime(JsonNode transitions, InvoiceFacts.Status status) {
        String field = switch (status) {
            case DRAFT -> "";
            case OPEN -> "finalized_at";
            case UNCOLLECTIBLE -> "marked_uncollectible_at";
            case PAID -> "paid_at";
            case VOID -> "voided_at";
        };
        return time(transitions.path(field));
    }

    private static Optional<Instant> time(JsonNode seconds) {
        return seconds.isIntegralNumber() ? Optional.of(Instant.ofEpochSecond(seconds.asLong())) : Optional.empty();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.asString()) : Optional.empty();
    }
}
