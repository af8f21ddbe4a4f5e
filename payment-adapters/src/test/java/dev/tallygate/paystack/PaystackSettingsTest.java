package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.operation.Mode;
import dev.tallygate.rejection.Rejected;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class PaystackSettingsTest {
    @Test
    void defaultsAreThese() {
        PaystackSettings settings = bind(Map.of());

        assertThat(settings)
                .isEqualTo(new PaystackSettings(
                        "",
                        "",
                        "https://api.paystack.co",
                        "own",
                        30,
                        Map.of(),
                        new PaystackSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30))));
        assertThat(settings.isOn()).isFalse();
    }

    @Test
    void theEnvironmentSetsThem() {
        PaystackSettings settings = bind(Map.of(
                "PAYSTACK_SECRET_KEY", " sk_test_hush\n",
                "PAYSTACK_PREVIOUS_SECRET_KEY", "sk_test_older",
                "PAYSTACK_API_BASE", "http://127.0.0.1:1",
                "PAYSTACK_DAYS_UNTIL_DUE", "14",
                "PAYSTACK_MINIMUMS_NGN", "100.00"));

        assertThat(settings.isOn()).isTrue();
        assertThat(settings.keys()).containsExactly("sk_test_hush", "sk_test_older");
        assertThat(settings.apiBase()).isEqualTo("http://127.0.0.1:1");
        assertThat(settings.daysUntilDue()).isEqualTo(14);
        assertThat(settings.minimums()).containsEntry("ngn", new BigDecimal("100.00"));
        assertThat(settings.toString()).doesNotContain("hush", "older");
    }

    @Test
    void requestsAreTheDefaultAndChargesAreAWord() {
        assertThat(binder(Map.of()).bindOrCreate("paystack", PaystackCollecting.class))
                .isEqualTo(new PaystackCollecting(PaystackCollecting.Collection.PAYMENT_REQUEST));
        assertThat(binder(Map.of("PAYSTACK_COLLECTION", "charge_authorization"))
                        .bindOrCreate("paystack", PaystackCollecting.class))
                .isEqualTo(new PaystackCollecting(PaystackCollecting.Collection.CHARGE_AUTHORIZATION));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PAYSTACK_API_BASE       | api.paystack.co | PAYSTACK_API_BASE: api.paystack.co (expected: a URL such as https://api.paystack.co)
            PAYSTACK_API_BASE       | ftp://x         | PAYSTACK_API_BASE: ftp://x (expected: a URL such as https://api.paystack.co)
            PAYSTACK_DAYS_UNTIL_DUE | 0               | PAYSTACK_DAYS_UNTIL_DUE: 0 (expected: 1 to 365)
            """)
    void aBadValueIsNamed(String variable, String value, String sentence) {
        assertThatThrownBy(() -> bind(Map.of(variable, value))).hasRootCauseMessage(sentence);
    }

    @Test
    void timeoutsBeyondADeliverysLeaseAreRefused() {
        assertThatThrownBy(() -> new PaystackSettings.Timeouts(Duration.ofSeconds(31), Duration.ofSeconds(30)))
                .hasMessageContaining("at most 60s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sk_live_hush | TEST | a live key
            sk_test_hush | LIVE | a test key
            pk_test_hush | TEST | a public key
            hush         | TEST | no secret key of Paystack's
            """)
    void aKeyOfTheOtherModeEndsTheStart(String key, Mode mode, String kind) {
        assertThatThrownBy(() -> new PaystackProvider(bind(Map.of("PAYSTACK_SECRET_KEY", key)), mode))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("PAYSTACK_SECRET_KEY: " + kind)
                .hasMessageNotContaining("hush");
    }

    @Test
    void aPreviousKeyIsHeldToTheModeToo() {
        Map<String, Object> keys =
                Map.of("PAYSTACK_SECRET_KEY", "sk_test_a", "PAYSTACK_PREVIOUS_SECRET_KEY", "sk_live_b");

        assertThatThrownBy(() -> new PaystackProvider(bind(keys), Mode.TEST))
                .hasMessageContaining("PAYSTACK_PREVIOUS_SECRET_KEY: a live key");
    }

    private static PaystackSettings bind(Map<String, Object> environment) {
        return binder(environment).bindOrCreate("paystack", PaystackSettings.class);
    }

    private static Binder binder(Map<String, Object> environment) {
        var sources = new MutablePropertySources();
        sources.addFirst(new SystemEnvironmentPropertySource("systemEnvironment", new HashMap<>(environment)));
        return new Binder(ConfigurationPropertySources.from(sources));
    }
}
