package dev.tallygate.stripe;

import dev.tallygate.operation.Mode;
import dev.tallygate.payment.InvoiceFacts;
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
    private final Mode mode;
    private final ObjectMapper json;

    StripeWebhooks(List<String> secrets, Mode mode, ObjectMapper json) {
        this.secrets = List.copyOf(secrets);
        this.mode = mode;
        this.json = json;
    }

    /** The signature is over the raw bytes, so nothing is parsed before it holds. */
    Verification verify(byte[] body, Map<String, String> headers, Instant now) {
        Optional<StripeSignature> signature = StripeSignature.parse(headers.getOrDefault(HEADER, ""));
        if (signature.isEmpty()) {
            return new Verification.Refused("the Stripe-Signature header is missing or malformed");
        }
        if (signature.get().age(now).abs().compareTo(TOLERANCE) > 0) {
            return new Verification.Refused("the signature's time is more than 300 s away from ours");
        }
        if (secrets.stream().noneMatch(secret -> signature.get().isMadeWith(secret, body))) {
            return new Verification.Refused("no signature matches an active secret (STRIPE_WEBHOOK_SECRETS)");
        }
        return accept(body);
    }

    /** Reads a body whose signature held. */
    ProviderEvent read(byte[] body) {
        return event(json.readTree(body));
    }

    private Verification accept(byte[] body) {
        JsonNode root;
        try {
            root = json.readTree(body);
        } catch (JacksonException notJson) {
            return new Verification.Refused("the body is no JSON");
        }
        boolean isLive = root.path("livemode").asBoolean(false);
        if (isLive != (mode == Mode.LIVE)) {
            return new Verification.Refused("livemode is " + isLive + " (expected: mode " + mode.word() + ")");
        }
        String id = text(root.path("id"));
        return id.isEmpty() || id.length() > 255
                ? new Verification.Refused("the body has no event id")
                : new Verification.Genuine(event(root));
    }

    private static ProviderEvent event(JsonNode root) {
        JsonNode object = root.path("data").path("object");
        String type = text(root.path("type"));
        return ProviderEvent.proven(
                text(root.path("id")),
                type.length() <= 100 ? type : type.substring(0, 100),
                text(object.path("id")),
                facts(type, object));
    }

    private static Optional<InvoiceFacts> facts(String type, JsonNode object) {
        return type.startsWith("invoice.") ? StripeInvoices.fromStripe(object) : Optional.empty();
    }

    /** Empty where it is no text. */
    private static String text(JsonNode node) {
        return node.isString() ? node.asString() : "";
    }
}
