package dev.tallygate.document;

import static dev.tallygate.document.Markup.lines;
import static dev.tallygate.document.Markup.text;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import dev.tallygate.party.Party;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** A document as one page of XHTML with its style sheet in it, for screens, printers and {@link PdfPrinter} alike. */
final class DocumentHtml {
    /** Where {@link PdfPrinter} says what it replaced. */
    static final String REPLACED = "<!-- replaced -->";

    private static final String STYLE = style();

    private final Document document;
    private final Invoice invoice;
    private final Figures figures;

    DocumentHtml(Document document) {
        this.document = document;
        this.invoice = document.invoice();
        this.figures = Figures.of(document.parties().buyer().locale());
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(
                DocumentHtml.class.getResourceAsStream("document.css"), "document.css is beside this class")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String html() {
        String name = document.title() + " " + document.number();
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE html>
                <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
                <head>
                <meta charset="UTF-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>%s</title>
                <style>
                %s
                @page { @bottom-left { content: "%s"; font: 7.5pt "Noto Sans", "Droid Sans Fallback"; color: #7a8699; } }
                </style>
                </head>
                <body>
                %s
                <div class="sheet">
                %s
                </div>
                </body>
                </html>
                """.formatted(text(name), STYLE, Markup.css(document.sellerName() + " – " + name), watermark(), sheet());
    }

    private String watermark() {
        return switch (invoice.status()) {
            case DRAFT -> "<div class=\"watermark\">DRAFT</div>";
            case VOID -> "<div class=\"watermark gone\">VOID</div>";
            case FINALIZED, PAID, UNCOLLECTIBLE -> "";
        };
    }

    private String sheet() {
        return String.join(
                "\n",
                head(),
                parties(),
                summary(),
                new LineTable(document, figures).html(),
                totals(),
                howToPay(),
                new ModelTable(document, figures).html(),
                notes());
    }

    private String head() {
        return """
                <table class="head"><tr>
                <td><div class="seller">%s</div></td>
                <td class="figure"><div class="title">%s</div><div class="number">%s</div>%s</td>
                </tr></table>
                """.formatted(text(document.sellerName()), document.title(), text(document.number()), badge());
    }

    private String badge() {
        String word = switch (invoice.status()) {
            case DRAFT -> "Draft";
            case FINALIZED -> "";
            case PAID -> invoice.isCreditNote() ? "" : "Paid";
            case UNCOLLECTIBLE -> "Not paid";
            case VOID -> "Void";
        };
        return word.isEmpty()
                ? ""
                : "<div class=\"badge %s\">%s</div>"
                        .formatted(word.toLowerCase(Locale.ROOT).replace(' ', '-'), word);
    }

    private String parties() {
        return """
                <table class="parties"><tr>
                <td><div class="label">From</div>%s%s</td>
                <td><div class="label">To</div>%s%s</td>
                <td class="facts"><table>%s</table></td>
                </tr></table>
                """.formatted(
                        party(document.sellerName(), document.parties().seller().party()),
                        line(document.parties().seller().email()),
                        party(document.buyerName(), document.parties().buyer().party()),
                        line(document.parties().email()),
                        facts());
    }

    private static String party(String name, Party party) {
        String address = party.address().stream().map(DocumentHtml::line).collect(Collectors.joining());
        String country = party.country().isEmpty()
                ? ""
                : line(Locale.of("", party.country()).getDisplayCountry(Locale.ENGLISH));
        String taxIds = party.taxIds().stream().map(DocumentHtml::line).collect(Collectors.joining());
        return "<div class=\"name\">%s</div>%s%s%s".formatted(text(name), address, country, taxIds);
    }

    private static String line(String value) {
        return value.isEmpty() ? "" : "<div>" + text(value) + "</div>";
    }

    private String facts() {
        Instant issued = invoice.times().finalizedTime();
        Instant due = invoice.due().dueTime();
        String credited = document.parties().creditedNumber();
        return String.join(
                "",
                fact("Issued", issued == null ? "not yet" : Figures.date(issued)),
                due == null || invoice.isCreditNote() ? "" : fact("Due", Figures.lastDateBefore(due)),
                fact("Period", Figures.dates(invoice.period())),
                credited.isEmpty() ? "" : fact("Credits invoice", credited),
                fact("Order", document.parties().buyer().orderNote()),
                fact("Account", document.parties().customerId()),
                fact("Payment no.", providerNumber()));
    }

    /** The provider's own number, which stands on its pages; empty where it has none. */
    private String providerNumber() {
        String number = Objects.requireNonNullElse(invoice.reference().providerNumber(), "");
        return number.equals(invoice.id().toString()) ? "" : number;
    }

    private static String fact(String name, String value) {
        return value.isEmpty() ? "" : "<tr><th>%s</th><td>%s</td></tr>".formatted(text(name), text(value));
    }

    private String summary() {
        String what = document.isToBePaid() ? "Amount due" : document.title() + " total";
        Money amount = document.isToBePaid() ? invoice.owed() : shownTotal();
        Instant due = invoice.due().dueTime();
        String until = due == null || !document.isToBePaid()
                ? ""
                : "<div class=\"until\">by " + Figures.lastDateBefore(due) + "</div>";
        return """
                <table class="summary"><tr>
                <td><div class="label">%s</div><div class="amount">%s</div>%s</td>
                <td class="figure">%s</td>
                </tr></table>
                """.formatted(what, text(figures.amountWithCode(amount)), until, payLink());
    }

    /** A credit note names what it gives, above zero. */
    private Money shownTotal() {
        return invoice.isCreditNote() ? invoice.total().negated() : invoice.total();
    }

    private String payLink() {
        String url = invoice.due().payUrl();
        boolean isPage = url != null && (url.startsWith("https://") || url.startsWith("http://"));
        return isPage && document.isToBePaid()
                ? "<a class=\"pay\" href=\"%s\">Pay online</a>".formatted(text(Objects.requireNonNull(url)))
                : "";
    }

    private String totals() {
        String rows = total("", "Total", invoice.total());
        if (!invoice.amountCredited().isZero()) {
            rows += total("", "Credited", invoice.amountCredited().negated());
        }
        if (!invoice.amountPaid().isZero() || invoice.status() == InvoiceStatus.PAID) {
            rows += total("", "Paid", invoice.amountPaid().negated());
        }
        if (document.isToBePaid()) {
            rows += total("due", "Amount due", invoice.owed());
        } else if (invoice.isCreditNote()) {
            rows += total("due", "Credit", shownTotal());
        }
        return "<div class=\"totals\"><table>" + rows + "</table></div>";
    }

    private String total(String kind, String name, Money amount) {
        return "<tr class=\"%s\"><th>%s</th><td class=\"figure\">%s</td></tr>"
                .formatted(kind, name, text(figures.amountWithCode(amount)));
    }

    private String howToPay() {
        String bank = document.bankDetails();
        if (bank.isEmpty() || !document.isToBePaid()) {
            return "";
        }
        return """
                <h2>How to pay</h2>
                <div class="bank"><div>%s</div><div class="quiet">Please write the reference <b>%s</b>, so that we find your payment.</div></div>
                """.formatted(lines(bank), text(document.number()));
    }

    private String notes() {
        String state = switch (invoice.status()) {
            case DRAFT -> "This is a draft: no invoice yet, and nothing is to be paid.";
            case VOID -> "This document was withdrawn and is void: nothing is to be paid on it.";
            case FINALIZED, PAID, UNCOLLECTIBLE -> "";
        };
        List<String> notes = List.of(
                state,
                "All dates and times are in UTC; a period ends before its last midnight.",
                "Each line is rounded once to the currency's smallest unit, half to even; what a tier comes to is shown"
                        + " before that.",
                document.parties().seller().footer());
        String written = notes.stream()
                .filter(note -> !note.isEmpty())
                .map(note -> "<p>" + lines(note) + "</p>")
                .collect(Collectors.joining("\n"));
        return "<div class=\"notes\">" + written + REPLACED + "</div>";
    }
}
