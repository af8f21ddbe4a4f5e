package dev.tallygate.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** An exact amount in the minor units of one currency; negative for credit. */
public record Money(long minorUnits, Currency currency) implements Comparable<Money> {

    public Money {
        if (currency.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException("currency: " + currency + " (expected: one with minor units)");
        }
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /**
     * The one rounding of a decimal to money: half-even, in the currency's own exponent.
     *
     * @throws ArithmeticException where the amount does not fit 64 bits of minor units
     */
    public static Money rounded(BigDecimal major, Currency currency) {
        BigDecimal atExponent =
                major.setScale(Math.max(currency.getDefaultFractionDigits(), 0), RoundingMode.HALF_EVEN);
        return new Money(atExponent.unscaledValue().longValueExact(), currency);
    }

    /** Exact; throws {@link ArithmeticException} on overflow of 64 bits. */
    public Money plus(Money other) {
        return new Money(Math.addExact(minorUnits, sameCurrency(other).minorUnits), currency);
    }

    /** Exact; throws {@link ArithmeticException} on overflow of 64 bits. */
    public Money minus(Money other) {
        return new Money(Math.subtractExact(minorUnits, sameCurrency(other).minorUnits), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(minorUnits), currency);
    }

    public boolean isZero() {
        return minorUnits == 0;
    }

    public boolean isNegative() {
        return minorUnits < 0;
    }

    /** Number of decimal places of the currency: 2 for USD, 0 for JPY, 3 for KWD. */
    public int exponent() {
        return currency.getDefaultFractionDigits();
    }

    /** The amount in major units, with the currency's own number of places. */
    public BigDecimal major() {
        return BigDecimal.valueOf(minorUnits, exponent());
    }

    /** For people: {@code 1234.50 USD}. */
    public String display() {
        return major().toPlainString() + " " + currency.getCurrencyCode();
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(minorUnits, sameCurrency(other).minorUnits);
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("currency: " + other.currency + " (expected: " + currency + ")");
        }
        return other;
    }
}
