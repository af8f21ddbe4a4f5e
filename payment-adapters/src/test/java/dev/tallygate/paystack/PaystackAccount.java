package dev.tallygate.paystack;

import dev.tallygate.operation.Mode;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.provider.ProviderAccount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;

/** A test account at Paystack. */
record PaystackAccount(String key, String base, Clock clock, Runnable end) implements ProviderAccount {
    @Override
    public PaymentProvider provider() {
        return new PaystackProvider(
                new PaystackSettings(
                        key,
                        "",
                        base,
                        "accounts",
                        30,
                        Map.of(),
                        new PaystackSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30))),
                Mode.TEST);
    }

    @Override
    public Currency currency() {
        return Currency.getInstance("NGN");
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    /** Paystack has no call for it: the customer stays, without any request that could be paid. */
    @Override
    public void remove(String providerCustomerId) {
        assert providerCustomerId.startsWith("CUS_");
    }

    @Override
    public void close() {
        end.run();
    }
}
