package dev.tallygate.payment;

import dev.tallygate.money.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * Money that went back, or may go back, as the provider says when it is asked.
 *
 * @param amount above zero
 * @param source whose money it was
 */
public record MoneyBack(
        MoneyKind kind, String objectId, BookedMoney.State state, Money amount, Optional<Instant> time, Source source) {

    /**
     * What the money had come by.
     *
     * @param providerInvoiceId the invoice, where the provider tells it
     * @param paymentId the payment, as it is named among an invoice's parts
     */
    public record Source(Optional<String> providerInvoiceId, Optional<String> paymentId) {}
}
