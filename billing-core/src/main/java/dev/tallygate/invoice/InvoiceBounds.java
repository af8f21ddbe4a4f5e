package dev.tallygate.invoice;

import dev.tallygate.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;

/**
 * What an invoice may be without a person having seen it.
 *
 * @param linesMax 0 = any number
 * @param amountMax most that it comes to, up or down; a currency without one is not bounded
 * @param growthMax percent by which a PERIOD invoice may exceed that of the period before; 0 = any
 * @param growthFloor totals up to it may grow as they like; a currency without one has 0
 */
record InvoiceBounds(int linesMax, Map<Currency, Money> amountMax, int growthMax, Map<Currency, Money> growthFloor) {
    static final InvoiceBounds NONE = new InvoiceBounds(0, Map.of(), 0, Map.of());

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    InvoiceBounds {
        amountMax = Map.copyOf(amountMax);
        growthFloor = Map.copyOf(growthFloor);
    }

    boolean isNone() {
        return equals(NONE);
    }

    /**
     * Which bound the invoice passes, with both figures; empty = none.
     *
     * @param last what the customer's period before was invoiced; without it, or where that is not above 0, growth is no
     *     question
     */
    Optional<String> objection(DraftedInvoice invoice, Optional<Money> last) {
        return lines(invoice).or(() -> amount(invoice)).or(() -> last.flatMap(before -> growth(invoice, before)));
    }

    private Optional<String> lines(DraftedInvoice invoice) {
        int lines = invoice.lines().size();
        return linesMax == 0 || lines <= linesMax
                ? Optional.empty()
                : Optional.of("%,d lines (expected: at most %,d)".formatted(lines, linesMax));
    }

    private Optional<String> amount(DraftedInvoice invoice) {
        Money total = invoice.total();
        Money most = amountMax.get(total.currency());
        return most == null || total.major().abs().compareTo(most.major()) <= 0
                ? Optional.empty()
                : Optional.of("total %s (expected: at most %s)".formatted(total.display(), most.display()));
    }

    private Optional<String> growth(DraftedInvoice invoice, Money last) {
        Money total = invoice.total();
        boolean isComparable = growthMax > 0
                && invoice.id().kind() == InvoiceKind.PERIOD
                && last.currency().equals(total.currency())
                && last.minorUnits() > 0;
        Money floor = growthFloor.getOrDefault(total.currency(), Money.zero(total.currency()));
        if (!isComparable || total.compareTo(floor) <= 0) {
            return Optional.empty();
        }
        BigDecimal allowed = last.major().multiply(HUNDRED.add(BigDecimal.valueOf(growthMax)));
        if (total.major().multiply(HUNDRED).compareTo(allowed) <= 0) {
            return Optional.empty();
        }
        BigDecimal percent =
                total.major().subtract(last.major()).multiply(HUNDRED).divide(last.major(), 0, RoundingMode.HALF_EVEN);
        return Optional.of("total %s, %s %% above the %s of the period before (expected: at most %,d %%)"
                .formatted(total.display(), percent.toPlainString(), last.display(), growthMax));
    }
}
