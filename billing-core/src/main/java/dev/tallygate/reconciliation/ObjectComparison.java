package dev.tallygate.reconciliation;

import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import dev.tallygate.payment.DeliveryView;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.reconciliation.Difference.Figures;
import dev.tallygate.reconciliation.Difference.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares one invoice with what its provider was told and has. */
final class ObjectComparison {
    private static final String ASK = "./tallygate batch reconcile";

    private final ReconciledInvoice here;

    ObjectComparison(ReconciledInvoice here) {
        this.here = here;
    }

    /** Whether nothing differs, money included: then nobody has to be asked about it. */
    boolean fits(InvoiceFacts there) {
        return withObject(there).isEmpty()
                && there.paid().amount().equals(here.invoice().amountPaid());
    }

    /**
     * What the provider was not told, or did not take.
     *
     * @param held the command that lets the provider's deliveries go, where they are held
     */
    Optional<Difference> delivery(Optional<String> held) {
        if (here.unended().isPresent()) {
            return Optional.of(undelivered(here.unended().get(), held));
        }
        boolean isForgotten = here.invoice().status() == InvoiceStatus.DRAFT;
        return isForgotten
                ? Optional.of(difference(
                        DifferenceKind.NOT_DELIVERED,
                        "",
                        new Figures("DRAFT", "", ""),
                        "no call is planned",
                        "./tallygate batch deliver"))
                : Optional.empty();
    }

    private Difference undelivered(DeliveryView call, Optional<String> held) {
        String retry = "./tallygate deliveries retry " + call.deliveryId();
        String said = call.answer().outcome();
        String what = call.kind() + " " + call.deliveryId();
        return switch (call.state()) {
            case PLANNED, ACCEPTED, ABANDONED ->
                delivery(DifferenceKind.NOT_DELIVERED, call, what, "planned, not sent", "./tallygate batch deliver");
            case SENT, UNKNOWN ->
                delivery(DifferenceKind.DELIVERY_UNKNOWN, call, what, or(said, "no answer is recorded"), ASK);
            case REJECTED -> delivery(DifferenceKind.DELIVERY_REJECTED, call, what, or(said, "refused"), retry);
            case HELD -> delivery(DifferenceKind.DELIVERY_HELD, call, what, or(said, "kept back"), held.orElse(retry));
            case NEEDS_ATTENTION ->
                delivery(DifferenceKind.DELIVERY_NEEDS_ATTENTION, call, what, or(said, "stopped"), retry);
        };
    }

    private Difference delivery(DifferenceKind kind, DeliveryView call, String what, String cause, String mend) {
        return difference(kind, what, new Figures(call.state().name(), "ACCEPTED", ""), cause, mend);
    }

    private static String or(String said, String otherwise) {
        return said.isEmpty() ? otherwise : said;
    }

    /** The provider does not know it. */
    Difference missing() {
        return difference(
                DifferenceKind.MISSING_AT_PROVIDER,
                "",
                money(here.invoice().total(), Optional.empty()),
                "deleted or archived there, or made with another account",
                mendOfGone());
    }

    /** One that carries our marks and is not the one that we know. */
    Difference second(InvoiceFacts there) {
        boolean isKnown = !here.objectId().isEmpty();
        return new Difference(
                isKnown ? DifferenceKind.SECOND_OBJECT : DifferenceKind.UNKNOWN_OBJECT,
                Standing.OPEN,
                new Difference.About(
                        here.customerId(),
                        here.id(),
                        here.provider(),
                        there.providerInvoiceId(),
                        there.status().name()),
                new Figures(isKnown ? here.objectId() : "", there.providerInvoiceId(), ""),
                isKnown
                        ? "made twice: void the one that is not ours at the provider"
                        : "made there and not recorded here: an answer was lost",
                isKnown ? "" : ASK);
    }

    /** What is not the same there. */
    List<Difference> withObject(InvoiceFacts object) {
        InvoiceFacts there = here.carried().asOurs(object);
        List<Difference> differences = new ArrayList<>();
        Money total = here.invoice().total();
        if (!there.total().currency().equals(total.currency())) {
            differences.add(difference(
                    DifferenceKind.CURRENCY_DIFFERS,
                    "",
                    new Figures(total.display(), there.total().display(), ""),
                    "changed at the provider",
                    ""));
        } else if (!there.total().equals(total) && there.status() != InvoiceFacts.Status.DRAFT) {
            differences.add(difference(
                    DifferenceKind.TOTAL_DIFFERS,
                    "",
                    money(total, Optional.of(there.total())),
                    "a line, tax or discount was changed there, or the row here",
                    "./tallygate invoices show " + here.id()));
        }
        status(there.status()).ifPresent(differences::add);
        return differences;
    }

    private Optional<Difference> status(InvoiceFacts.Status there) {
        InvoiceStatus ours = here.invoice().status();
        InvoiceFacts.Status expected = expected(ours);
        if (there == expected) {
            return Optional.empty();
        }
        Figures figures = new Figures(ours.name(), there.name(), "");
        if (ours == InvoiceStatus.VOID) {
            return Optional.of(difference(
                    DifferenceKind.STATUS_DIFFERS,
                    "",
                    figures,
                    "withdrawn here, and the provider still has it",
                    "./tallygate batch deliver"));
        }
        if (there == InvoiceFacts.Status.VOID) {
            return Optional.of(
                    difference(DifferenceKind.STATUS_DIFFERS, "", figures, "withdrawn at the provider", mendOfGone()));
        }
        boolean isAhead = there.compareTo(expected) > 0;
        return Optional.of(difference(
                DifferenceKind.STATUS_DIFFERS,
                "",
                figures,
                isAhead ? "no webhook told, or none was settled" : "here it is further than there",
                isAhead ? ASK : "./tallygate invoices show " + here.id()));
    }

    /** A credit note that was sent cannot be void here, nor can an invoice that one is on. */
    private String mendOfGone() {
        boolean isKept = here.invoice().isCreditNote()
                || !here.invoice().amountCredited().isZero();
        return "./tallygate invoices " + (isKept ? "show " : "void ") + here.id();
    }

    private static InvoiceFacts.Status expected(InvoiceStatus ours) {
        return switch (ours) {
            case DRAFT -> InvoiceFacts.Status.DRAFT;
            case FINALIZED -> InvoiceFacts.Status.OPEN;
            case PAID -> InvoiceFacts.Status.PAID;
            case UNCOLLECTIBLE -> InvoiceFacts.Status.UNCOLLECTIBLE;
            case VOID -> InvoiceFacts.Status.VOID;
        };
    }

    private Difference difference(DifferenceKind kind, String what, Figures figures, String cause, String mend) {
        return new Difference(kind, Standing.OPEN, here.about(what), figures, cause, mend);
    }

    static Figures money(Money here, Optional<Money> there) {
        return new Figures(
                here.major().toPlainString(),
                there.map(amount -> amount.major().toPlainString()).orElse(""),
                here.currency().getCurrencyCode());
    }
}
