package dev.tallygate.manual;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.mail.Letter;
import dev.tallygate.mail.Letter.Amounts;
import dev.tallygate.mail.Letter.Block;
import dev.tallygate.mail.Letter.Fact;
import dev.tallygate.mail.Letter.Facts;
import dev.tallygate.mail.Letter.Paragraph;
import dev.tallygate.money.Money;
import dev.tallygate.payment.Call;
import dev.tallygate.time.BillingPeriod;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The mail that is an invoice: what for, how much, until when, and how to pay. */
final class InvoiceLetter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    private final Call.CreateInvoice call;
    private final ManualSettings settings;

    InvoiceLetter(Call.CreateInvoice call, ManualSettings settings) {
        this.call = call;
        this.settings = settings;
    }

    String subject() {
        return "Invoice %s: %s".formatted(call.invoice().invoiceId(), amount(total()));
    }

    Letter letter() {
        List<Letter.Part> parts = new ArrayList<>();
        parts.add(new Facts(List.of(
                new Fact("Invoice", call.invoice().invoiceId()),
                new Fact(
                        "For",
                        call.content().name().isEmpty()
                                ? call.providerCustomerId()
                                : call.content().name()),
                new Fact("Period", days(call.content().period())),
                new Fact("Total", amount(total())),
                new Fact("Due", total().isZero() ? "nothing is due" : DATE.format(dueDate())))));
        parts.add(new Amounts(
                call.content().lines().stream().map(this::line).toList(), new Fact("Total", amount(total()))));
        if (!total().isZero()) {
            addHowToPay(parts);
        }
        return new Letter(subject(), parts, "This invoice covers usage in the period named above, in UTC.");
    }

    private void addHowToPay(List<Letter.Part> parts) {
        parts.add(new Paragraph("Please transfer %s by %s, with the reference %s, to:"
                .formatted(
                        amount(total()), DATE.format(dueDate()), call.invoice().invoiceId())));
        parts.add(new Block(settings.details()));
        parts.add(new Paragraph("The reference lets us find your payment; please write it as it stands here."));
    }

    /** A line of another period, such as late usage, says which. */
    private Fact line(Call.Line line) {
        boolean isOwn = line.period().equals(call.content().period());
        String name = isOwn
                ? line.description()
                : line.description() + " (" + line.period().label() + ")";
        return new Fact(name, amount(line.amount()));
    }

    /** What a customer reads when an invoice that was mailed is void. */
    static Letter withdrawal(Invoice invoice) {
        List<Letter.Part> parts = List.of(
                new Paragraph("Invoice %s of %s is withdrawn. Please do not pay it."
                        .formatted(invoice.id(), amount(invoice.total()))),
                new Paragraph("If something is owed for the same period, another invoice will follow. If you have paid"
                        + " already, please answer to this mail."));
        return new Letter(
                "Invoice " + invoice.id() + " is withdrawn",
                parts,
                "This mail is about usage in " + days(invoice.period()));
    }

    private Money total() {
        return call.content().total();
    }

    private LocalDate dueDate() {
        return settings.dueDate(call.content().draftedTime());
    }

    private static String days(BillingPeriod period) {
        LocalDate first = LocalDate.ofInstant(period.start(), ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(period.end().minusNanos(1), ZoneOffset.UTC);
        return DATE.format(first) + " to " + DATE.format(last) + ", UTC";
    }

    private static String amount(Money money) {
        return String.format(
                Locale.ROOT,
                "%,." + money.exponent() + "f %s",
                money.major(),
                money.currency().getCurrencyCode());
    }
}
