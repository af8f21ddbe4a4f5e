package dev.tallygate.invoice;

import dev.tallygate.money.Money;

/**
 * One figure that does not agree with what it must equal.
 *
 * @param invoiceId on which it stands; empty = on none
 * @param what names the figure
 */
public record Finding(Kind kind, String invoiceId, String what, Figures figures) {

    /** Which books do not agree. */
    public enum Kind {
        /** Totals with the events. */
        TOTALS,
        /** The cost, of an event or of the period, with its usage. */
        COST,
        /** What is held with the reservations that live. */
        HOLDS,
        /** A line with the rows that it counts. */
        LINE,
        /** The lines of a key with its amount. */
        LINES,
        /** The same of a period with news: the next invoice makes it equal. */
        PENDING,
        /** An invoice's total with its lines. */
        INVOICE_TOTAL,
        /** A finalized invoice with what it was when it was finalized. */
        FINALIZED
    }

    /**
     * What it must equal, and what it is.
     *
     * @param unit a currency or a meter; empty = a plain number or text
     */
    public record Figures(String expected, String found, String unit) {
        static Figures of(Money expected, Money found) {
            return expected.currency().equals(found.currency())
                    ? new Figures(
                            expected.major().toPlainString(),
                            found.major().toPlainString(),
                            found.currency().getCurrencyCode())
                    : new Figures(expected.display(), found.display(), "");
        }

        /** For people: {@code 1.20 USD (expected: 1.25 USD)}. */
        public String display() {
            String of = unit.isEmpty() ? "" : " " + unit;
            return found + of + " (expected: " + expected + of + ")";
        }
    }

    static Finding of(Kind kind, String what, String expected, String found) {
        return new Finding(kind, "", what, new Figures(expected, found, ""));
    }

    /** For people: {@code usage_cost: 1.20 (expected: 1.25)}. */
    public String display() {
        return what + ": " + figures.display();
    }
}
