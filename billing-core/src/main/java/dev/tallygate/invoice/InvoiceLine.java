package dev.tallygate.invoice;

import dev.tallygate.money.Money;

/** One line of an invoice, as printed: {@code lineNumber} counts from 1. */
public sealed interface InvoiceLine {
    int lineNumber();

    LineKind kind();

    Money amount();

    String description();

    /** The same line at its place on the invoice. */
    InvoiceLine numbered(int lineNumber);

    /**
     * A charge's amount: what its key costs now, rounded once, less {@code prior}, which earlier lines of the same key
     * have invoiced already (invariant 7).
     */
    record Rated(int lineNumber, LineKey key, LineBasis basis, Money prior, Money amount, String description)
            implements InvoiceLine {
        @Override
        public LineKind kind() {
            return basis.kind();
        }

        @Override
        public Rated numbered(int number) {
            return new Rated(number, key, basis, prior, amount, description);
        }
    }

    /** Of no period: a rest below zero that is carried on (above 0), or a carried balance that is used up here. */
    record Carry(int lineNumber, Money amount, String description) implements InvoiceLine {
        @Override
        public LineKind kind() {
            return LineKind.CARRY;
        }

        @Override
        public Carry numbered(int number) {
            return new Carry(number, amount, description);
        }
    }
}
