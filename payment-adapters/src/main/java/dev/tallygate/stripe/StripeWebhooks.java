package dev.tallygate.stripe;

import dev.tallygate.operation.Mode;
import dev.tallygate.payment.ProviderEvent;
import dev.tallygate.payment.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Checks and reads Stripe's webhooks. The SDK's own check accepts times in the future and throws at malformed headers,
 * so this one is ours (docs.stripe.com/webhooks, "Verify manually").
 */
final class StripeWebhooks {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String HEADER = "stripe-signature";

    private final List<String> secrets;
    private final List<String> thinSecrets;
    private final Mode mode;
    private final ObjectMapper json;

    StripeWebhooks(List<String> secrets, List<String> thinSecrets, Mode mode, ObjectMapper json) {
        this.secrets = List.copyOf(secrets);
        this.thinSecrets = List.copyOf(thinSecrets);
        this.mode = mode;
        this.json = json;
    }

    /** The signature is over the raw bytes, so nothing is parsed before it holds. */
    Verification verify(byte[] body, Map<String, String> headers, Instant now) {
        return refusal(body, headers, now, secrets)
                .map(why -> refused(why + " (STRIPE_WEBHOOK_SECRETS)"))
                .orElseGet(() -> accept(body, Style.SNAPSHOT));
    }

    /** The same of thin events, whose endpoint has secrets of its own. */
    Verification verifyThin(byte[] body, Map<String, String> headers, Instant now) {
        return refusal(body, headers, now, thinSecrets)
                .map(why -> refused(why + " (STRIPE_THIN_WEBHOOK_SECRETS)"))
                .orElseGet(() -> accept(body, Style.THIN));
    }

    /** Reads a body whose signature held, or an event that Stripe listed. */
    ProviderEvent read(byte[] body) {
        return StripeEvents.fromStripe(json.readTree(body));
    }

    /** What an endpoint's events look like; each style has its address. */
    private enum Style {
        SNAPSHOT,
        THIN
    }

    private static Optional<String> refusal(
            byte[] body, Map<String, String> headers, Instant now, List<String> active) {
        Optional<StripeSignature> signature = StripeSignature.parse(headers.getOrDefault(HEADER, ""));
        if (signature.isEmpty()) {
            return Optional.of("the Stripe-Signature header is missing or malformed");
        }
        if (signature.get().age(now).abs().compareTo(TOLERANCE) > 0) {
            return Optional.of("the signature's time is more than 300 s away from ours");
        }
        boolean isSigned = false;
        for (String secret : active) {
            isSigned |= signature.get().isMadeWith(secret, body);
        }
        return isSigned ? Optional.empty() : Optional.of("no signature matches an active secret");
    }

    private Verification accept(byte[] body, Style expected) {
        JsonNode root;
        try {
            root = json.readTree(body);
        } catch (JacksonException notJson) {
            return refused("the body is no JSON");
        }
        Style style = StripeEvents.isThin(root) ? Style.THIN : Style.SNAPSHOT;
        if (style != expected) {
            return refused(
                    "a %s event (expected: %s; each style has an address of its own)".formatted(style, expected));
        }
        boolean isLive = root.path("livemode").asBoolean(false);
        if (isLive != (mode == Mode.LIVE)) {
            return refused("livemode is " + isLive + " (expected: mode " + mode.word() + ")");
        }
        String id = StripeEvents.text(root.path("id"));
        return id.isEmpty() || id.length() > 255
                ? refused("the body has no event id")
                : new Verification.Genuine(StripeEvents.fromStripe(root));
    }

    private static Verification refused(String why) {
        return new Verification.Refused(why);
    }
}
