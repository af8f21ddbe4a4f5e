package dev.tallygate.payment;

import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import java.util.Optional;

/**
 * A part of an invoice that its provider did not collect with it, for a later invoice to collect beside its own total.
 *
 * @param into with which it is collected; empty = no invoice yet
 * @param amount above zero
 */
public record CarriedAmount(InvoiceId from, Optional<InvoiceId> into, Cause cause, Money amount) {

    /** Why it was not collected. */
    public enum Cause {
        /** Usage that reached a provider that rates it when the month's invoice was final there. */
        TOO_LATE,
        /** The provider collects nothing so small. */
        BELOW_MINIMUM
    }
}
