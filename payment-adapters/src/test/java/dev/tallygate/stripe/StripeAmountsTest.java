package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.money.Money;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeAmountsTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            USD,  1234,  1234
            EUR,    -5,    -5
            NGN, 50000, 50000
            HUF, 17500, 17500
            TWD,   100,   100
            JPY,    50,    50
            KRW,   999,   999
            XOF,     7,     7
            XAF,     7,     7
            RWF,  1000,  1000
            VND, 25000, 25000
            ISK,   120, 12000
            UGX,     3,   300
            MGA, 12300,   123
            KWD,  1230,  1230
            TND,   -50,   -50
            """)
    void amountsAreInStripesOwnUnit(String currency, long minorUnits, long stripeUnits) {
        Money money = new Money(minorUnits, Currency.getInstance(currency));

        assertThat(StripeAmounts.toStripe(money)).hasValue(stripeUnits);
        assertThat(StripeAmounts.fromStripe(stripeUnits, StripeAmounts.code(money.currency())))
                .isEqualTo(money);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            MGA, 12345
            KWD,  1234
            OMR,     1
            """)
    void whatItsUnitCannotHoldIsNotSent(String currency, long minorUnits) {
        assertThat(StripeAmounts.toStripe(new Money(minorUnits, Currency.getInstance(currency))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"
            })
    void oneUnitOfAZeroDecimalCurrencyIsOne(String code) {
        Currency currency = Currency.getInstance(code);
        long one = currency.getDefaultFractionDigits() == 0 ? 1 : 100;

        assertThat(StripeAmounts.toStripe(new Money(one, currency))).hasValue(1);
    }

    @Test
    void anOverflowIsNotSent() {
        assertThat(StripeAmounts.toStripe(new Money(Long.MAX_VALUE, Currency.getInstance("UGX"))))
                .isEmpty();
    }
}
