package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class StripeSettingsTest {
    @Test
    void defaultsAreThese() {
        StripeSettings settings = bind(Map.of());

        assertThat(settings)
                .isEqualTo(new StripeSettings(
                        "",
                        "https://api.stripe.com",
                        List.of(),
                        "own",
                        StripeSettings.Collection.CHARGE_AUTOMATICALLY,
                        30,
                        new StripeSettings.Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30))));
        assertThat(settings.isOn()).isFalse();
    }

    @Test
    void theEnvironmentSetsThem() {
        StripeSettings settings = bind(Map.of(
                "STRIPE_API_KEY", "sk_test_hush",
                "STRIPE_API_BASE", "http://127.0.0.1:1",
                "STRIPE_WEBHOOK_SECRETS", "whsec_new, whsec_old,",
                "STRIPE_COLLECTION", "send_invoice",
                "STRIPE_DAYS_UNTIL_DUE", "14"));

        assertThat(settings.isOn()).isTrue();
        assertThat(settings.webhookSecrets()).containsExactly("whsec_new", "whsec_old");
        assertThat(settings.collection()).isEqualTo(StripeSettings.Collection.SEND_INVOICE);
        assertThat(settings.daysUntilDue()).isEqualTo(14);
        assertThat(settings.toString()).doesNotContain("hush", "whsec_new");
    }

    @Test
    void theEndpointForThinEventsHasSecretsOfItsOwn() {
        assertThat(binder(Map.of()).bindOrCreate("stripe.thin", StripeThinSettings.class))
                .isEqualTo(new StripeThinSettings(List.of()));
        StripeThinSettings named = binder(Map.of("STRIPE_THIN_WEBHOOK_SECRETS", "whsec_new, whsec_old,"))
                .bindOrCreate("stripe.thin", StripeThinSettings.class);

        assertThat(named.webhookSecrets()).containsExactly("whsec_new", "whsec_old");
        assertThat(named.toString()).doesNotContain("whsec_new");
    }

    @Test
    void timeoutsBeyondADeliverysLeaseAreRefused() {
        assertThatThrownBy(() -> new StripeSettings.Timeouts(Duration.ofSeconds(31), Duration.ofSeconds(30)))
                .hasMessageContaining("at most 60s");
    }

    private static StripeSettings bind(Map<String, Object> environment) {
        return binder(environment).bindOrCreate("stripe", StripeSettings.class);
    }

    private static Binder binder(Map<String, Object> environment) {
        var sources = new MutablePropertySources();
        sources.addFirst(new SystemEnvironmentPropertySource("systemEnvironment", environment));
        return new Binder(ConfigurationPropertySources.from(sources));
    }
}
