package dev.tallygate.storm;

import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceStatus;
import java.util.Currency;
import java.util.Optional;

/** What a customer does with its invoice, and so where that has to end. */
enum Payer {
    PAYS("", InvoiceStatus.PAID, Optional.empty()),
    NEVER_PAYS("+sandbox_never_pays", InvoiceStatus.FINALIZED, Optional.empty()),
    /** Which stays half, with a person told. */
    PAYS_HALF("+sandbox_pays_half", InvoiceStatus.FINALIZED, Optional.of("PAID_IN_PART")),
    /** Pays, and is given all of it back at the provider: paid it stays, with a person told. */
    IS_REFUNDED("+refunded", InvoiceStatus.PAID, Optional.of("PAYMENT_REFUNDED"));

    private final String mark;
    private final InvoiceStatus end;
    private final Optional<String> reason;

    Payer(String mark, InvoiceStatus end, Optional<String> reason) {
        this.mark = mark;
        this.end = end;
        this.reason = reason;
    }

    /** Even ones are Stripe's, where nobody pays half, and odd ones Paystack's. */
    static Payer of(int number) {
        return switch (number % 10) {
            case 4, 9 -> NEVER_PAYS;
            case 5 -> PAYS_HALF;
            case 1, 2 -> IS_REFUNDED;
            default -> PAYS;
        };
    }

    /** A customer of whom both local providers know by its address what it does. */
    static CustomerProfile profile(int number) {
        boolean isStripe = number % 2 == 0;
        String id = "customer-" + number;
        return new CustomerProfile(
                id,
                "The people of " + id,
                id + of(number).mark(isStripe) + "@example.com",
                Currency.getInstance(isStripe ? "USD" : "NGN"),
                isStripe ? CustomerProfile.STRIPE : CustomerProfile.PAYSTACK);
    }

    private String mark(boolean isStripe) {
        return this == NEVER_PAYS ? (isStripe ? "+sandbox_no_card" : "+sandbox_never_pays") : mark;
    }

    /** What a person has to be told of it in the end, as the reason why it is parked. */
    Optional<String> reason() {
        return reason;
    }

    /** Nothing more is to come. */
    boolean isDone(Invoice invoice) {
        boolean hasItsPart = this != PAYS_HALF || !invoice.amountPaid().isZero();
        return invoice.status() == end && hasItsPart;
    }
}
