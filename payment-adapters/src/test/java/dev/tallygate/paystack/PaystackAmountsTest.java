package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.money.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaystackAmountsTest {
    private static final String[] COLLECTED = {"NGN", "GHS", "ZAR", "KES", "USD", "XOF"};

    @ParameterizedTest
    @CsvSource(textBlock = """
            NGN,  12345, 12345
            GHS,     10,    10
            ZAR,    100,   100
            KES,    300,   300
            USD,    200,   200
            XOF,     75,  7500
            XOF,      0,     0
            NGN,    -50,   -50
            """)
    void amountsGoInHundredths(String code, long minorUnits, long units) {
        assertThat(PaystackAmounts.toPaystack(money(minorUnits, code))).hasValue(units);
        assertThat(PaystackAmounts.fromPaystack(units, code)).isEqualTo(money(minorUnits, code));
    }

    @Test
    void theHundredthsOfAFrancAreIgnored() {
        assertThat(PaystackAmounts.fromPaystack(7_599, "XOF")).isEqualTo(money(75, "XOF"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR", "JPY", "UGX", "BHD"})
    void otherCurrenciesAreNotCollected(String code) {
        assertThat(PaystackAmounts.toPaystack(money(1_000, code))).isEmpty();
        assertThatThrownBy(() -> PaystackAmounts.fromPaystack(1_000, code))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsSentReadsBackEqual() {
        var random = new SplittableRandom(20261125);
        for (int i = 0; i < 2_000; i++) {
            Money money = money(random.nextLong(1_000_000_000_000L), COLLECTED[random.nextInt(COLLECTED.length)]);
            long units = PaystackAmounts.toPaystack(money).orElseThrow();
            assertThat(PaystackAmounts.fromPaystack(units, money.currency().getCurrencyCode()))
                    .isEqualTo(money);
        }
    }

    @ParameterizedTest
    @CsvSource({"NGN, 50.00", "USD, 2.00", "GHS, 0.10", "ZAR, 1.00", "KES, 3.00", "XOF, 1.00"})
    void eachCurrencyHasItsMinimum(String code, BigDecimal least) {
        assertThat(PaystackAmounts.minimum(Currency.getInstance(code), Map.of()))
                .isEqualTo(least);
    }

    @Test
    void aNamedMinimumReplacesTheTables() {
        Map<String, BigDecimal> named = Map.of("ngn", new BigDecimal("100"));

        assertThat(PaystackAmounts.minimum(Currency.getInstance("NGN"), named)).isEqualTo("100");
        assertThat(PaystackAmounts.minimum(Currency.getInstance("USD"), named)).isEqualTo("2.00");
    }

    private static Money money(long minorUnits, String code) {
        return new Money(minorUnits, Currency.getInstance(code));
    }
}
