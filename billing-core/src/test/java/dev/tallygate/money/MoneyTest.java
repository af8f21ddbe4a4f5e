package dev.tallygate.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    private static final Currency USD = Currency.getInstance("USD");
    private static final Currency NGN = Currency.getInstance("NGN");

    @ParameterizedTest
    @CsvSource(textBlock = """
            # decimal,           currency, minor units, shown
            0.005,               USD,      0,            0.00 USD
            0.015,               USD,      2,            0.02 USD
            0.025,               USD,      2,            0.02 USD
            0.0250000000001,     USD,      3,            0.03 USD
            -0.015,              USD,     -2,           -0.02 USD
            412.333333333333,    USD,      41233,        412.33 USD
            0.5,                 JPY,      0,            0 JPY
            1.5,                 JPY,      2,            2 JPY
            1.2345,              KWD,      1234,         1.234 KWD
            5000000000,          NGN,      500000000000, 5000000000.00 NGN
            """)
    void roundsHalfEvenInTheCurrencysOwnExponent(BigDecimal major, String code, long minorUnits, String shown) {
        Money money = Money.rounded(major, Currency.getInstance(code));

        assertThat(money.minorUnits()).isEqualTo(minorUnits);
        assertThat(money.display()).isEqualTo(shown);
    }

    @Test
    void sumsAreExactOrThrow() {
        Money most = new Money(Long.MAX_VALUE, USD);

        assertThat(new Money(5, USD).plus(new Money(-7, USD))).isEqualTo(new Money(-2, USD));
        assertThat(new Money(5, USD).minus(new Money(7, USD)).isNegative()).isTrue();
        assertThat(most.negated().negated()).isEqualTo(most);
        assertThatThrownBy(() -> most.plus(new Money(1, USD))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.negated().minus(new Money(2, USD))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.rounded(new BigDecimal("92233720368547758.08"), USD))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void twoCurrenciesNeverMeet() {
        Money dollar = new Money(1, USD);
        Money naira = new Money(1, NGN);

        assertThatThrownBy(() -> dollar.plus(naira)).hasMessage("currency: NGN (expected: USD)");
        assertThatThrownBy(() -> dollar.compareTo(naira)).hasMessage("currency: NGN (expected: USD)");
    }

    @Test
    void aCurrencyWithoutMinorUnitsIsRefused() {
        assertThatThrownBy(() -> Money.zero(Currency.getInstance("XAU")))
                .hasMessage("currency: XAU (expected: one with minor units)");
    }

    @Test
    void moneyKnowsItsSignAndItsOrder() {
        Money less = new Money(-1, USD);
        Money zero = Money.zero(USD);

        assertThat(less.isNegative()).isTrue();
        assertThat(zero.isNegative()).isFalse();
        assertThat(zero.isZero()).isTrue();
        assertThat(less.isZero()).isFalse();
        assertThat(less).isLessThan(zero);
        assertThat(zero.compareTo(new Money(0, USD))).isZero();
    }
}
