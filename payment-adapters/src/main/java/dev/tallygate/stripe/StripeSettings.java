package dev.tallygate.stripe;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Stripe is reached: {@code stripe.*}, in the environment {@code STRIPE_API_KEY}, {@code STRIPE_API_BASE},
 * {@code STRIPE_WEBHOOK_SECRETS}.
 *
 * @param apiKey secret or restricted key; empty = Stripe is off
 * @param webhookSecrets all that are active: the old one lives on for a day after it is rolled
 * @param account names the key's account inside idempotency keys; change it together with a key of another account
 * @param collection charge the customer's payment method, or send the invoice
 * @param daysUntilDue of an invoice that is sent
 */
@ConfigurationProperties("stripe")
public record StripeSettings(
        @DefaultValue("") String apiKey,
        @DefaultValue("https://api.stripe.com") String apiBase,
        @DefaultValue List<String> webhookSecrets,
        @DefaultValue("own") String account,
        @DefaultValue("charge-automatically") Collection collection,
        @DefaultValue("30") int daysUntilDue,
        @DefaultValue Timeouts timeouts) {

    public StripeSettings {
        webhookSecrets = webhookSecrets.stream()
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .toList();
        if (daysUntilDue < 1 || daysUntilDue > 365) {
            throw new IllegalArgumentException("STRIPE_DAYS_UNTIL_DUE: " + daysUntilDue + " (expected: 1 to 365)");
        }
    }

    /** How an open invoice becomes money. */
    public enum Collection {
        CHARGE_AUTOMATICALLY,
        SEND_INVOICE
    }

    /** Shorter than the lease of a delivery, so that a call is over before somebody else may make it. */
    public record Timeouts(
            @DefaultValue("5s") Duration connect,
            @DefaultValue("30s") Duration read) {
        private static final Duration LONGEST = Duration.ofSeconds(60);

        public Timeouts {
            if (connect.plus(read).compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "stripe.timeouts: %s and %s (expected: together at most 60s)".formatted(connect, read));
            }
        }
    }

    public boolean isOn() {
        return !apiKey.isBlank();
    }

    /** Without any secret. */
    @Override
    public String toString() {
        return "StripeSettings[on=%s, apiBase=%s, webhookSecrets=%d, collection=%s]"
                .formatted(isOn(), apiBase, webhookSecrets.size(), collection);
    }
}
