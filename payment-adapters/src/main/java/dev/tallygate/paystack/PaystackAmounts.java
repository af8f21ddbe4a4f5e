package dev.tallygate.paystack;

import dev.tallygate.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Amounts in Paystack's smallest unit, by Paystack's own table (paystack.com/docs/api, "Supported currency"): a hundredth
 * of every currency that it collects, of XOF as well, whose hundredths it ignores.
 */
final class PaystackAmounts {
    private static final int DIGITS = 2;

    /** The least that one transaction can be, in major units (paystack.com/docs/api, "Supported currency"). */
    private static final Map<String, String> MINIMUMS =
            Map.of("NGN", "50.00", "USD", "2.00", "GHS", "0.10", "ZAR", "1.00", "KES", "3.00", "XOF", "1.00");

    private PaystackAmounts() {}

    /** Empty where Paystack does not collect the currency. */
    static OptionalLong toPaystack(Money money) {
        if (!isCollected(money.currency())) {
            return OptionalLong.empty();
        }
        BigDecimal units = money.major().movePointRight(DIGITS);
        boolean fits = units.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return fits ? OptionalLong.of(units.longValueExact()) : OptionalLong.empty();
    }

    /**
     * Reads an amount of Paystack's.
     *
     * @throws IllegalArgumentException where the code is none that Paystack collects
     */
    static Money fromPaystack(long units, String currencyCode) {
        Currency currency = Currency.getInstance(currencyCode);
        if (!isCollected(currency)) {
            throw new IllegalArgumentException(currencyCode + " is no currency of Paystack's");
        }
        int digits = currency.getDefaultFractionDigits();
        BigDecimal minorUnits = BigDecimal.valueOf(units, DIGITS).movePointRight(digits);
        return new Money(minorUnits.setScale(0, RoundingMode.DOWN).longValueExact(), currency);
    }

    /** Empty where Paystack does not collect it. */
    static Optional<Currency> currency(String code) {
        return MINIMUMS.containsKey(code) ? Optional.of(Currency.getInstance(code)) : Optional.empty();
    }

    /** The least that is collected, unless the settings name another. */
    static BigDecimal minimum(Currency currency, Map<String, BigDecimal> named) {
        return named.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(currency.getCurrencyCode()))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.ofNullable(MINIMUMS.get(currency.getCurrencyCode()))
                        .map(BigDecimal::new))
                .orElse(BigDecimal.ZERO);
    }

    private static boolean isCollected(Currency currency) {
        return MINIMUMS.containsKey(currency.getCurrencyCode());
    }
}
