package dev.tallygate.paystack;

import dev.tallygate.money.Money;
import dev.tallygate.payment.InvoiceFacts;
import java.util.Currency;
import java.util.Optional;

/**
 * An invoice of zero: Paystack has no such request, and nothing is to be collected, so that none is made. Its name says
 * the currency, and it is paid from the start.
 */
final class PaystackZero {
    private static final String PREFIX = "nothing_due_";

    private PaystackZero() {}

    static InvoiceFacts of(Currency currency) {
        Money nothing = Money.zero(currency);
        return new InvoiceFacts(
                PREFIX + currency.getCurrencyCode(),
                Optional.empty(),
                InvoiceFacts.Status.PAID,
                nothing,
                new InvoiceFacts.Payment(nothing, nothing),
                Optional.empty(),
                Optional.empty());
    }

    /** Empty where the name is that of a request at Paystack. */
    static Optional<InvoiceFacts> facts(String providerInvoiceId) {
        return providerInvoiceId.startsWith(PREFIX)
                ? Optional.of(of(Currency.getInstance(providerInvoiceId.substring(PREFIX.length()))))
                : Optional.empty();
    }
}
