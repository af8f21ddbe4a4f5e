package dev.tallygate.provider;

import dev.tallygate.payment.PaymentProvider;
import java.time.Instant;
import java.util.Currency;

/** A test account at a provider, real or local, and the adapter that has its key. */
public interface ProviderAccount extends AutoCloseable {

    PaymentProvider provider();

    /** What it is billed in there. */
    Currency currency();

    /** By the provider's clock. */
    Instant now();

    /** Takes a customer out of the account again, as far as the provider lets. */
    void remove(String providerCustomerId);

    @Override
    void close();
}
