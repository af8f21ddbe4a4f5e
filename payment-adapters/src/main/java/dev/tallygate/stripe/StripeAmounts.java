package dev.tallygate.stripe;

import dev.tallygate.money.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Amounts in Stripe's smallest unit, by Stripe's own table (docs.stripe.com/currencies): it differs from the JDK's
 * digits for MGA (0 there, 2 here) and for ISK and UGX (2 there, 0 here).
 */
final class StripeAmounts {
    private static final Set<String> ZERO_DECIMAL = Set.of(
            "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");

    /** Sent with three digits of which the last must be 0. */
    private static final Set<String> THREE_DECIMAL = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    private StripeAmounts() {}

    /** Empty where Stripe's unit cannot hold the amount exactly. */
    static OptionalLong toStripe(Money money) {
        BigDecimal units = money.major().movePointRight(digits(money.currency()));
        boolean isWhole = units.stripTrailingZeros().scale() <= 0;
        boolean isTens = !THREE_DECIMAL.contains(money.currency().getCurrencyCode())
                || units.remainder(BigDecimal.TEN).signum() == 0;
        return isWhole && isTens ? exact(units) : OptionalLong.empty();
    }

    /**
     * Reads an amount of Stripe's.
     *
     * @throws ArithmeticException where our minor unit cannot hold it, which Stripe's own rules exclude
     */
    static Money fromStripe(long units, String currencyCode) {
        Currency currency = Currency.getInstance(currencyCode.toUpperCase(Locale.ROOT));
        BigDecimal major = BigDecimal.valueOf(units, digits(currency));
        long minorUnits =
                major.movePointRight(currency.getDefaultFractionDigits()).longValueExact();
        return new Money(minorUnits, currency);
    }

    /** A price in major units as a decimal of Stripe's smallest unit. */
    static BigDecimal decimal(BigDecimal major, Currency currency) {
        return major.movePointRight(digits(currency));
    }

    /** Stripe writes currencies in lower case. */
    static String code(Currency currency) {
        return currency.getCurrencyCode().toLowerCase(Locale.ROOT);
    }

    private static int digits(Currency currency) {
        if (ZERO_DECIMAL.contains(currency.getCurrencyCode())) {
            return 0;
        }
        return THREE_DECIMAL.contains(currency.getCurrencyCode()) ? 3 : 2;
    }

    private static OptionalLong exact(BigDecimal units) {
        boolean fits = units.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return fits ? OptionalLong.of(units.longValueExact()) : OptionalLong.empty();
    }
}
