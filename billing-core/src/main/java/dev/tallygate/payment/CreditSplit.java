package dev.tallygate.payment;

import dev.tallygate.money.Money;

/**
 * How a credit note is divided by what its invoice had been paid when it was made.
 *
 * @param lowered taken off what was still owed
 * @param balance of what had been paid, or set off, already: credit for the customer's next invoices, never given back
 */
public record CreditSplit(Money lowered, Money balance) {

    /** What is owed is lowered first, as far as it goes (docs.stripe.com/api/credit_notes/create). */
    public static CreditSplit of(InvoiceFacts original, Money amount) {
        Money remaining = original.paid().remaining();
        Money owed = remaining.isNegative() ? Money.zero(amount.currency()) : remaining;
        Money lowered = owed.compareTo(amount) < 0 ? owed : amount;
        return new CreditSplit(lowered, amount.minus(lowered));
    }

    /** What the note is of in all. */
    public Money amount() {
        return lowered.plus(balance);
    }
}
