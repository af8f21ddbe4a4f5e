package dev.tallygate.invoice;

import dev.tallygate.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An invoice in the words of scenarios, a line each, the total last. */
final class PrintedInvoice {
    private PrintedInvoice() {}

    static List<String> of(Invoice invoice, List<InvoiceLine> lines) {
        List<String> printed = new ArrayList<>(
                lines.stream().map(line -> printed(line, invoice)).toList());
        printed.add("total " + printed(invoice.total()));
        return printed;
    }

    /** {@code 2026-02 tokens gpt-4o: 150, 100 free, unrounded 50, less 20.00 invoiced, 30.00 USD}. */
    private static String printed(InvoiceLine line, Invoice invoice) {
        return switch (line) {
            case InvoiceLine.Carry carry -> "carry: " + printed(carry.amount());
            case InvoiceLine.Rated rated -> {
                LineKey key = rated.key();
                StringBuilder text = new StringBuilder();
                if (!key.period().equals(invoice.period())) {
                    text.append(key.period().label()).append(' ');
                }
                text.append(key.chargeId());
                text.append(key.ratingKey().isEmpty() ? "" : " " + key.ratingKey());
                text.append(": ");
                if (rated.kind() == LineKind.USAGE) {
                    text.append(grouped(rated.basis().quantity())).append(", ");
                }
                if (rated.basis().allowanceUsed() != 0) {
                    text.append(grouped(rated.basis().allowanceUsed())).append(" free, ");
                }
                text.append("unrounded ").append(plain(rated.basis().unroundedAmount()));
                if (!rated.prior().isZero()) {
                    text.append(", less ").append(rated.prior().major()).append(" invoiced");
                }
                yield text + ", " + printed(rated.amount());
            }
        };
    }

    private static String printed(Money money) {
        return money.major().toPlainString() + " " + money.currency().getCurrencyCode();
    }

    private static String grouped(long quantity) {
        return String.format(Locale.ROOT, "%,d", quantity).replace(',', '_');
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
