package dev.tallygate.document;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.mail.Letter;
import dev.tallygate.mail.Letter.Block;
import dev.tallygate.mail.Letter.Fact;
import dev.tallygate.mail.Letter.Facts;
import dev.tallygate.mail.Letter.Link;
import dev.tallygate.mail.Letter.Paragraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What stands in the mail beside the document: how much, until when, and how to pay. */
final class InvoiceLetter {
    private final Document document;
    private final Invoice invoice;
    private final Figures figures;

    InvoiceLetter(Document document) {
        this.document = document;
        this.invoice = document.invoice();
        this.figures = Figures.of(document.parties().buyer().locale());
    }

    Letter letter() {
        List<Letter.Part> parts = new ArrayList<>();
        parts.add(new Paragraph(what()));
        addHowToPay(parts);
        parts.add(new Facts(facts()));
        return new Letter(
                "%s %s from %s".formatted(document.title(), document.number(), document.sellerName()),
                parts,
                "%s sends this to %s."
                        .formatted(document.sellerName(), document.parties().customerId()));
    }

    private String what() {
        if (invoice.isCreditNote()) {
            return "The credit note is attached. It gives you %s; nothing is to be paid."
                    .formatted(figures.amountWithCode(invoice.total().negated()));
        }
        return document.isToBePaid()
                ? "The invoice is attached. Please pay %s%s.".formatted(figures.amountWithCode(invoice.owed()), until())
                : "The invoice is attached. Nothing is to be paid.";
    }

    private String until() {
        Instant due = invoice.due().dueTime();
        return due == null ? "" : " by " + Figures.lastDateBefore(due);
    }

    private void addHowToPay(List<Letter.Part> parts) {
        if (!document.isToBePaid()) {
            return;
        }
        String url = invoice.due().payUrl();
        if (url != null) {
            parts.add(new Link("Pay it here", url));
        } else if (!document.bankDetails().isEmpty()) {
            parts.add(new Paragraph("Please transfer it with the reference %s to:".formatted(document.number())));
            parts.add(new Block(document.bankDetails()));
        }
    }

    private List<Fact> facts() {
        return List.of(
                new Fact(document.title(), document.number() + " (" + invoice.id() + ")"),
                new Fact("For", document.buyerName()),
                new Fact("Period", Figures.dates(invoice.period()) + ", UTC"),
                new Fact("Total", figures.amountWithCode(invoice.total())));
    }
}
