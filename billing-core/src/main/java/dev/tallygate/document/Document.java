package dev.tallygate.document;

import dev.tallygate.invoice.FinalizedParties;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceLine;
import java.util.List;
import java.util.Objects;

/**
 * An invoice or credit note with all that its document shows.
 *
 * @param howToPay bank details; empty = its provider has a page, or nothing is to be paid
 */
record Document(Invoice invoice, List<InvoiceLine> lines, FinalizedParties parties, String howToPay) {
    Document {
        lines = List.copyOf(lines);
    }

    String title() {
        return invoice.isCreditNote() ? "Credit note" : "Invoice";
    }

    /** What it is called; a draft has no number yet. */
    String number() {
        return Objects.requireNonNullElse(
                invoice.reference().number(), invoice.id().toString());
    }

    String sellerName() {
        String name = parties.seller().party().name();
        return name.isEmpty() ? "Seller not named" : name;
    }

    String buyerName() {
        String legal = parties.buyer().party().name();
        String known = parties.name().isEmpty() ? parties.customerId() : parties.name();
        return legal.isEmpty() ? known : legal;
    }

    /** Where to transfer the money: the provider's text, else the seller's; empty = neither has one. */
    String bankDetails() {
        return howToPay.isEmpty() ? parties.seller().bankDetails() : howToPay;
    }

    /** Whether money is still asked for. */
    boolean isToBePaid() {
        return switch (invoice.status()) {
            case DRAFT, FINALIZED, UNCOLLECTIBLE -> invoice.owed().minorUnits() > 0;
            case PAID, VOID -> false;
        };
    }
}
