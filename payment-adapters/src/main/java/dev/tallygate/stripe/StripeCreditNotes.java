package dev.tallygate.stripe;

import dev.tallygate.money.Money;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.MoneyKind;
import dev.tallygate.payment.MoneyPart;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads Stripe's credit notes as JSON: each is what our adjustment invoice below zero is there. It is closed by itself: what
 * it took off its invoice is a CREDIT_NOTE below zero, what it gave the customer as credit is CARRIED below zero.
 */
final class StripeCreditNotes {
    private StripeCreditNotes() {}

    /** Empty where the object is no credit note. */
    static Optional<InvoiceFacts> fromStripe(JsonNode object) {
        String id = StripeEvents.text(object.path("id"));
        boolean isNote = StripeEvents.text(object.path("object")).equals("credit_note");
        return isNote && !id.isEmpty() ? Optional.of(facts(object, id)) : Optional.empty();
    }

    /** Whether it is a note of ours, whoever's installation. */
    static boolean isMarked(JsonNode object) {
        return !StripeEvents.text(object.path("metadata").path(StripeMarks.CREDITED))
                .isEmpty();
    }

    private static InvoiceFacts facts(JsonNode object, String id) {
        boolean isVoid = StripeEvents.text(object.path("status")).equals("void");
        Money total = amount(object, "amount").negated();
        Money nothing = Money.zero(total.currency());
        Optional<Instant> created = time(object.path("created"));
        var parts = List.of(
                new MoneyPart(
                        MoneyKind.CREDIT_NOTE,
                        id,
                        amount(object, "pre_payment_amount").negated(),
                        created),
                new MoneyPart(
                        MoneyKind.CARRIED,
                        id,
                        amount(object, "post_payment_amount").negated(),
                        created));
        return new InvoiceFacts(
                id,
                marks(object),
                isVoid ? InvoiceFacts.Status.VOID : InvoiceFacts.Status.PAID,
                total,
                new InvoiceFacts.Payment(nothing, nothing, parts),
                Optional.of(StripeEvents.text(object.path("number"))).filter(number -> !number.isEmpty()),
                isVoid ? time(object.path("voided_at")) : created);
    }

    private static Optional<InvoiceFacts.Marks> marks(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        String installation = StripeEvents.text(metadata.path(StripeMarks.INSTALLATION));
        String invoice = StripeEvents.text(metadata.path(StripeMarks.INVOICE));
        String credited = StripeEvents.text(metadata.path(StripeMarks.CREDITED));
        return installation.isEmpty() || invoice.isEmpty()
                ? Optional.empty()
                : Optional.of(new InvoiceFacts.Marks(installation, invoice, credited));
    }

    private static Money amount(JsonNode object, String field) {
        return StripeAmounts.fromStripe(object.path(field).asLong(0), StripeEvents.text(object.path("currency")));
    }

    private static Optional<Instant> time(JsonNode seconds) {
        return seconds.isIntegralNumber() ? Optional.of(Instant.ofEpochSecond(seconds.asLong())) : Optional.empty();
    }
}
