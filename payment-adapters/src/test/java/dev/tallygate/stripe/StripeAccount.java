package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.provider.ProviderAccount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;

/** A test account at Stripe, whose invoices are sent, so that nothing is charged. */
record StripeAccount(String key, String base, Clock clock, Runnable end) implements ProviderAccount {
    @Override
    public PaymentProvider provider() {
        return new StripeProvider(
                new StripeSettings(
                        key,
                        base,
                        List.of(),
                        "accounts",
                        StripeSettings.Collection.SEND_INVOICE,
                        30,
                        new StripeSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30))),
                Mode.TEST);
    }

    @Override
    public Currency currency() {
        return Currency.getInstance("USD");
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void remove(String providerCustomerId) {
        StripeClient client =
                StripeClient.builder().setApiKey(key).setApiBase(base).build();
        try {
            client.v1().customers().delete(providerCustomerId);
        } catch (StripeException failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
