package dev.tallygate.stripe;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The endpoint for Stripe's thin events: {@code stripe.thin.*}, in the environment {@code STRIPE_THIN_WEBHOOK_SECRETS}.
 *
 * @param webhookSecrets all that are active; none = nothing is taken there
 */
@ConfigurationProperties("stripe.thin")
public record StripeThinSettings(@DefaultValue List<String> webhookSecrets) {

    public StripeThinSettings {
        webhookSecrets = webhookSecrets.stream()
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .toList();
    }

    /** Without any secret. */
    @Override
    public String toString() {
        return "StripeThinSettings[webhookSecrets=%d]".formatted(webhookSecrets.size());
    }
}
