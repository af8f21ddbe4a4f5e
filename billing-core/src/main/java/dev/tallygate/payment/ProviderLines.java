package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** An invoice's lines as a provider gets them: where it takes fewer, one of them is the sum of others. */
final class ProviderLines {
    /** As many as a credit note shows by itself; what is more is told as one sum. */
    private static final int NOTE_LINES_MAX = 10;

    private ProviderLines() {}

    /**
     * Lines of the total that the provider is to collect, as the rules have them; our own invoice keeps its own. None where
     * all of it is handed on; what comes from earlier invoices comes last, a line each.
     */
    static List<Call.Line> of(
            Invoice invoice, List<InvoiceLine> lines, Carried carried, PaymentProvider.LineRules rules) {
        if (carried.onward().isPresent()) {
            return List.of();
        }
        int linesMax = rules.linesMax() - carried.collected().size();
        List<Call.Line> all = new ArrayList<>(
                switch (rules.signs()) {
                    case ANY -> atMost(invoice, lines, linesMax);
                    case POSITIVE -> positive(invoice, lines, linesMax);
                });
        carried.collected().forEach(part -> all.add(earlier(part, all.size() + 1)));
        return all;
    }

    /** A credit note's lines, above zero: its own, or where they are many or of both signs, one of the total. */
    static List<Call.Line> ofNote(Invoice note, List<InvoiceLine> lines) {
        List<InvoiceLine> credited =
                lines.stream().filter(line -> !line.amount().isZero()).toList();
        boolean isEach = credited.size() <= NOTE_LINES_MAX
                && credited.stream().allMatch(line -> line.amount().isNegative());
        List<Call.Line> all = isEach
                ? atMost(note, credited, NOTE_LINES_MAX)
                : List.of(sum(note, 1, credited, credited.size() + " lines of " + note.id()));
        return all.stream()
                .map(line -> new Call.Line(line.number(), line.amount().negated(), line.description(), line.period()))
                .toList();
    }

    private static Call.Line earlier(CarriedAmount part, int number) {
        BillingPeriod period = BillingPeriod.monthContaining(
                part.from().periodStartDate().atStartOfDay(ZoneOffset.UTC).toInstant());
        String text = "From %s (%s), too little to be collected then".formatted(period.label(), part.from());
        return new Call.Line(number, part.amount(), text, period);
    }

    private static List<Call.Line> positive(Invoice invoice, List<InvoiceLine> lines, int linesMax) {
        if (lines.stream().anyMatch(line -> line.amount().isNegative())) {
            return List.of(sum(invoice, 1, lines, lines.size() + " lines of " + invoice.id()));
        }
        List<InvoiceLine> charged =
                lines.stream().filter(line -> !line.amount().isZero()).toList();
        return atMost(invoice, charged, linesMax);
    }

    private static List<Call.Line> atMost(Invoice invoice, List<InvoiceLine> lines, int linesMax) {
        boolean isAll = lines.size() <= linesMax;
        List<Call.Line> texts = new ArrayList<>();
        lines.subList(0, isAll ? lines.size() : linesMax - 1)
                .forEach(line -> texts.add(text(invoice, texts.size() + 1, line)));
        if (!isAll) {
            List<InvoiceLine> rest = lines.subList(linesMax - 1, lines.size());
            texts.add(sum(invoice, linesMax, rest, rest.size() + " further lines of " + invoice.id()));
        }
        return texts;
    }

    private static Call.Line sum(Invoice invoice, int number, List<InvoiceLine> lines, String description) {
        Money sum = lines.stream()
                .map(InvoiceLine::amount)
                .reduce(Money.zero(invoice.total().currency()), Money::plus);
        return new Call.Line(number, sum, description, invoice.period());
    }

    private static Call.Line text(Invoice invoice, int number, InvoiceLine line) {
        BillingPeriod period = switch (line) {
            case InvoiceLine.Rated rated -> rated.key().period();
            case InvoiceLine.Carry carry -> invoice.period();
        };
        return new Call.Line(number, line.amount(), line.description(), period);
    }
}
