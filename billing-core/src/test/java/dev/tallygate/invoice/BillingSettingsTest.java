package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BillingSettingsTest {
    @Test
    void nothingIsBoundedAndNothingWaitsUnlessItIsSet() {
        BillingSettings settings = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("tallygate.billing", BillingSettings.class);

        assertThat(settings).isEqualTo(new BillingSettings(false, 0, "", 0, ""));
        assertThat(settings.bounds().isNone()).isTrue();
    }

    @Test
    void amountsAreReadInTheExponentOfTheirCurrency() {
        InvoiceBounds bounds = new BillingSettings(false, 0, "50000 USD, 5000000 JPY,1.250 KWD", 0, "").bounds();

        assertThat(bounds.amountMax().values())
                .extracting(amount -> amount.minorUnits() + " " + amount.currency())
                .containsExactlyInAnyOrder("5000000 USD", "5000000 JPY", "1250 KWD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"50000", "USD 50000", "50000 XYZ1", "0.001 USD", "-1 USD", "1 USD, 2 USD"})
    void anAmountThatIsNoneStopsTheStartAndSaysWhatIsExpected(String text) {
        assertThatThrownBy(() -> new BillingSettings(false, 0, text, 0, ""))
                .hasMessageContaining("tallygate.billing.amount-max: " + text.strip())
                .hasMessageContaining("expected: an amount and its currency");
    }

    @Test
    void aNegativeBoundStopsTheStart() {
        assertThatThrownBy(() -> new BillingSettings(false, 0, "", -1, ""))
                .hasMessageContaining("tallygate.billing.growth-max: -1 (expected: 0 or more");
    }
}
