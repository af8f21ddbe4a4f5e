package dev.tallygate.overdue;

import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.mail.Letter;
import dev.tallygate.mail.Letter.Block;
import dev.tallygate.mail.Letter.Fact;
import dev.tallygate.mail.Letter.Facts;
import dev.tallygate.mail.Letter.Link;
import dev.tallygate.mail.Letter.Notice;
import dev.tallygate.mail.Letter.Paragraph;
import dev.tallygate.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What a customer reads about an invoice that it has not paid: how much, since when, how to pay, and what follows. */
final class ReminderLetter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Customer customer;
    private final Invoice invoice;
    private final Optional<Instant> denyTime;
    private final Optional<String> howToPay;
    private final Instant now;

    /**
     * A letter not written yet.
     *
     * @param invoice one that has a due_time
     * @param denyTime from when on requests are refused; empty = never
     * @param howToPay where its provider has no page
     */
    ReminderLetter(
            Customer customer, Invoice invoice, Optional<Instant> denyTime, Optional<String> howToPay, Instant now) {
        this.customer = customer;
        this.invoice = invoice;
        this.denyTime = denyTime;
        this.howToPay = howToPay;
        this.now = now;
    }

    Letter letter() {
        List<Letter.Part> parts = new ArrayList<>();
        parts.add(new Paragraph(what()));
        parts.add(new Notice(next()));
        addHowToPay(parts);
        parts.add(new Facts(facts()));
        parts.add(new Paragraph("If you have paid in the last days, thank you: then nothing more is needed."));
        return new Letter(
                title(),
                parts,
                "You get this mail because an invoice of %s is not paid.".formatted(customer.customerId()));
    }

    private String title() {
        String name = "Invoice %s of %s".formatted(invoice.id(), amount(invoice.owed()));
        return isFresh() && hasFailed() ? name + ": the charge failed" : name + " is overdue";
    }

    private String what() {
        String amount = amount(invoice.owed());
        if (isFresh() && hasFailed()) {
            return "We could not charge %s for invoice %s: your card or bank said no. Please pay it another way, or see to it that the next attempt succeeds."
                    .formatted(amount, invoice.id());
        }
        String later = days() == 0 ? "" : ", " + (days() == 1 ? "1 day" : days() + " days") + " later";
        return "Invoice %s was to be paid by %s. %s is still open%s."
                .formatted(invoice.id(), DATE.format(dueDate()), amount, later);
    }

    private String next() {
        if (denyTime.isEmpty()) {
            return "Nothing is refused: your service goes on. Please pay soon all the same.";
        }
        String time = TIME.format(denyTime.get());
        return denyTime.get().isAfter(now)
                ? "Nothing is refused yet. If it is not paid by %s, requests are refused (HTTP 402) until what is overdue is paid."
                        .formatted(time)
                : "Since %s requests are refused (HTTP 402). They go on as soon as what is overdue is paid."
                        .formatted(time);
    }

    private void addHowToPay(List<Letter.Part> parts) {
        String page = invoice.due().payUrl();
        if (page != null) {
            parts.add(new Link("Pay it here", page));
        } else if (howToPay.isPresent()) {
            parts.add(new Paragraph(
                    "Please transfer %s with the reference %s to:".formatted(amount(invoice.owed()), invoice.id())));
            parts.add(new Block(howToPay.get()));
        } else {
            parts.add(new Paragraph("How to pay stands in the mail that brought you the invoice."));
        }
    }

    private List<Fact> facts() {
        String name = customer.profile().name();
        String number = invoice.reference().providerNumber();
        String id = invoice.id().toString();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "Account", name.isEmpty() ? customer.customerId() : name + " (" + customer.customerId() + ")"));
        facts.add(new Fact("Invoice", number == null || number.equals(id) ? id : id + " (" + number + ")"));
        facts.add(new Fact("Period", invoice.period().label()));
        facts.add(new Fact("Total", amount(invoice.total())));
        if (!invoice.amountCredited().isZero()) {
            facts.add(new Fact("Credited", amount(invoice.amountCredited())));
        }
        if (!invoice.amountPaid().isZero()) {
            facts.add(new Fact("Paid", amount(invoice.amountPaid())));
        }
        facts.add(new Fact("To be paid", amount(invoice.owed())));
        facts.add(new Fact("Due", DATE.format(dueDate())));
        return facts;
    }

    private boolean hasFailed() {
        return invoice.due().chargeFailedTime() != null;
    }

    private boolean isFresh() {
        return days() == 0;
    }

    private long days() {
        return Math.max(0, Duration.between(dueTime(), now).toDays());
    }

    /** The last day on which it was in time: a due_time of midnight ends the day before. */
    private LocalDate dueDate() {
        return LocalDate.ofInstant(dueTime().minusNanos(1_000), ZoneOffset.UTC);
    }

    private Instant dueTime() {
        return Objects.requireNonNull(invoice.due().dueTime(), "due_time");
    }

    private static String amount(Money money) {
        return String.format(
                Locale.ROOT,
                "%,." + money.exponent() + "f %s",
                money.major(),
                money.currency().getCurrencyCode());
    }
}
