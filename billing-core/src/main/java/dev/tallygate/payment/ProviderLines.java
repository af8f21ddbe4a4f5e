package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceLine;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.util.ArrayList;
import java.util.List;

/** An invoice's lines as a provider gets them: where it takes fewer, the last one is the sum of the rest. */
final class ProviderLines {
    private ProviderLines() {}

    /** What one line says. */
    record Text(Money amount, String description, BillingPeriod period) {}

    /** At most {@code linesMax} lines of the same total; our own invoice keeps them all. */
    static List<Text> of(Invoice invoice, List<InvoiceLine> lines, int linesMax) {
        if (lines.size() <= linesMax) {
            return lines.stream().map(line -> text(invoice, line)).toList();
        }
        List<Text> texts = new ArrayList<>();
        lines.subList(0, linesMax - 1).forEach(line -> texts.add(text(invoice, line)));
        texts.add(rest(invoice, lines.subList(linesMax - 1, lines.size())));
        return texts;
    }

    private static Text rest(Invoice invoice, List<InvoiceLine> lines) {
        Money sum = lines.stream()
                .map(InvoiceLine::amount)
                .reduce(Money.zero(invoice.total().currency()), Money::plus);
        return new Text(sum, lines.size() + " further lines of " + invoice.id(), invoice.period());
    }

    private static Text text(Invoice invoice, InvoiceLine line) {
        BillingPeriod period = switch (line) {
            case InvoiceLine.Rated rated -> rated.key().period();
            case InvoiceLine.Carry carry -> invoice.period();
        };
        return new Text(line.amount(), line.description(), period);
    }
}
