package dev.tallygate.paystack;

import dev.tallygate.operation.Mode;
import dev.tallygate.payment.ProviderEvent;
import dev.tallygate.payment.ProviderEvent.Evidence;
import dev.tallygate.payment.Verification;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Checks Paystack's webhooks: HMAC-SHA512 of the raw body with the secret key (paystack.com/docs, "Webhooks"). They have
 * no id, no time and no protection from replay, so that all they tell is which request to ask about.
 */
final class PaystackWebhooks {
    private static final String HEADER = "x-paystack-signature";
    private static final int TYPE_LENGTH_MAX = 100;

    private final List<String> keys;
    private final Mode mode;
    private final ObjectMapper json;

    PaystackWebhooks(List<String> keys, Mode mode, ObjectMapper json) {
        this.keys = List.copyOf(keys);
        this.mode = mode;
        this.json = json;
    }

    /** The signature is over the raw bytes, so nothing is parsed before it holds. */
    Verification verify(byte[] body, Map<String, String> headers) {
        byte[] signature = headers.getOrDefault(HEADER, "").getBytes(StandardCharsets.UTF_8);
        if (signature.length == 0) {
            return new Verification.Refused("the x-paystack-signature header is missing");
        }
        boolean isSigned = false;
        for (String key : keys) {
            isSigned |= MessageDigest.isEqual(hex(hmac(key, body)), signature);
        }
        return isSigned
                ? accept(body)
                : new Verification.Refused("no signature matches an active key (PAYSTACK_SECRET_KEY)");
    }

    /** Reads a body whose signature held. */
    ProviderEvent read(byte[] body) {
        return event(json.readTree(body), body);
    }

    private Verification accept(byte[] body) {
        JsonNode root;
        try {
            root = json.readTree(body);
        } catch (JacksonException notJson) {
            return new Verification.Refused("the body is no JSON");
        }
        if (PaystackJson.text(root.path("event")).isEmpty()) {
            return new Verification.Refused("the body names no event");
        }
        Optional<String> domain = PaystackJson.text(root.path("data").path("domain"));
        return domain.filter(word -> !word.equals(mode.word())).isPresent()
                ? new Verification.Refused("data.domain is of the other mode (expected: " + mode.word() + ")")
                : new Verification.Genuine(event(root, body));
    }

    private static ProviderEvent event(JsonNode root, byte[] body) {
        String type = PaystackJson.text(root.path("event")).orElse("");
        Optional<String> back = back(type, root.path("data"));
        Optional<String> about = back.or(() -> invoiceName(root.path("data")));
        Evidence hint = back.isPresent() ? new Evidence.Back() : new Evidence.Hint();
        return new ProviderEvent(
                HexFormat.of().formatHex(sha256(body)),
                type.length() <= TYPE_LENGTH_MAX ? type : type.substring(0, TYPE_LENGTH_MAX),
                about.orElse(""),
                about.isPresent() ? hint : new Evidence.None());
    }

    /** A refund is told by its transaction, a dispute by its number. */
    private static Optional<String> back(String type, JsonNode data) {
        if (type.startsWith("refund.")) {
            return PaystackJson.text(data.path("transaction_reference"))
                    .filter(reference -> reference.matches("[A-Za-z0-9._=-]{1,200}"))
                    .map(PaystackBacks::refundsOf);
        }
        return type.startsWith("charge.dispute.")
                ? PaystackJson.id(data).filter(id -> id > 0).map(PaystackBacks::dispute)
                : Optional.empty();
    }

    /**
     * What an event is about: the request, of {@code paymentrequest.*} itself and of a charge that names the request it
     * paid; or our own charge, by its reference. A charge that names neither follows from nothing here: its request has
     * an event of its own.
     */
    private static Optional<String> invoiceName(JsonNode data) {
        return Stream.of(
                        data.path("request_code"),
                        data.path("metadata").path("request_code"),
                        data.path("payment_request").path("request_code"))
                .flatMap(node -> PaystackJson.text(node).stream())
                .filter(code -> code.matches("PRQ_[A-Za-z0-9_-]{1,100}"))
                .findFirst()
                .or(() -> PaystackJson.text(data.path("reference")).filter(PaystackCharge::isReference));
    }

    private static byte[] hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hmac(String key, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA512", impossible);
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
