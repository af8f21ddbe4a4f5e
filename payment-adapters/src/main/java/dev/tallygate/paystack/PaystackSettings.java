package dev.tallygate.paystack;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Paystack is reached: {@code paystack.*}, in the environment {@code PAYSTACK_SECRET_KEY},
 * {@code PAYSTACK_PREVIOUS_SECRET_KEY}, {@code PAYSTACK_API_BASE}.
 *
 * @param secretKey also signs the webhooks; empty = Paystack is off
 * @param previousSecretKey still taken for webhooks while a key is rotated, empty = none
 * @param account names the key's account inside the names of calls; change it together with a key of another account
 * @param daysUntilDue of a payment request, from the day its invoice was drafted
 * @param minimums by currency code, in major units; where one is named it replaces the table's
 */
@ConfigurationProperties("paystack")
public record PaystackSettings(
        @DefaultValue("") String secretKey,
        @DefaultValue("") String previousSecretKey,
        @DefaultValue("https://api.paystack.co") String apiBase,
        @DefaultValue("own") String account,
        @DefaultValue("30") int daysUntilDue,
        @DefaultValue Map<String, BigDecimal> minimums,
        @DefaultValue Timeouts timeouts) {

    public PaystackSettings {
        secretKey = secretKey.strip();
        previousSecretKey = previousSecretKey.strip();
        minimums = Map.copyOf(minimums);
        if (!isAddress(apiBase)) {
            throw new IllegalArgumentException(
                    "PAYSTACK_API_BASE: %s (expected: a URL such as https://api.paystack.co)".formatted(apiBase));
        }
        if (daysUntilDue < 1 || daysUntilDue > 365) {
            throw new IllegalArgumentException("PAYSTACK_DAYS_UNTIL_DUE: " + daysUntilDue + " (expected: 1 to 365)");
        }
    }

    /** Shorter than the lease of a delivery, so that a call is over before somebody else may make it. */
    public record Timeouts(
            @DefaultValue("5s") Duration connect,
            @DefaultValue("30s") Duration read) {
        private static final Duration LONGEST = Duration.ofSeconds(60);

        public Timeouts {
            if (connect.plus(read).compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "paystack.timeouts: %s and %s (expected: together at most 60s)".formatted(connect, read));
            }
        }
    }

    public boolean isOn() {
        return !secretKey.isEmpty();
    }

    /** Every key that a webhook may be signed with now. */
    List<String> keys() {
        return Stream.of(secretKey, previousSecretKey)
                .filter(key -> !key.isEmpty())
                .toList();
    }

    /** Without any secret. */
    @Override
    public String toString() {
        return "PaystackSettings[on=%s, apiBase=%s, keys=%d]".formatted(isOn(), apiBase, keys().size());
    }

    private static boolean isAddress(String text) {
        try {
            URI address = URI.create(text);
            return address.getHost() != null && List.of("http", "https").contains(address.getScheme());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
