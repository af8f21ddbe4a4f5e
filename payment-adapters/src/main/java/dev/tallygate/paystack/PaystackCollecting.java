package dev.tallygate.paystack;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Paystack's invoices become money: {@code PAYSTACK_COLLECTION}.
 *
 * @param collection a request that the customer pays, or a charge of the card that the customer left behind
 */
@ConfigurationProperties("paystack")
public record PaystackCollecting(
        @DefaultValue("payment-request") Collection collection) {

    /** Where a customer has no card that can be charged again, it is a request either way. */
    public enum Collection {
        PAYMENT_REQUEST,
        CHARGE_AUTHORIZATION
    }
}
