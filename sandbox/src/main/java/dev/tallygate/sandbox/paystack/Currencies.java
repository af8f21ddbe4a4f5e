package dev.tallygate.sandbox.paystack;

import java.util.Map;
import java.util.TreeSet;

/**
 * What can be paid in, and the least of it, in hundredths.
 *
 * @see <a href="https://paystack.com/docs/api/#supported-currency">the table</a>
 */
final class Currencies {
    private static final Map<String, Long> AMOUNT_MIN =
            Map.of("NGN", 5_000L, "USD", 200L, "GHS", 10L, "ZAR", 100L, "KES", 300L, "XOF", 100L);

    private Currencies() {}

    static String require(String currency) {
        if (!AMOUNT_MIN.containsKey(currency)) {
            throw PaystackError.invalid("currency", currency, String.join(", ", new TreeSet<>(AMOUNT_MIN.keySet())));
        }
        return currency;
    }

    /** What is charged for an amount: XOF has no fraction, and one that is named is ignored. */
    static long charged(String currency, long amount) {
        return currency.equals("XOF") ? amount / 100 * 100 : amount;
    }

    static long amountMin(String currency) {
        return AMOUNT_MIN.getOrDefault(currency, 1L);
    }
}
