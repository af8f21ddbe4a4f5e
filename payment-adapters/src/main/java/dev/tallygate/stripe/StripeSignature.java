package dev.tallygate.stripe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A {@code Stripe-Signature} header: {@code t=seconds,v1=hex}, with one v1 for each active secret. */
record StripeSignature(long seconds, List<String> signatures) {
    private static final int LENGTH_MAX = 4_096;

    StripeSignature {
        signatures = List.copyOf(signatures);
    }

    /** Empty where anything is malformed; other schemes, such as v0, are passed over. */
    static Optional<StripeSignature> parse(String header) {
        OptionalLong seconds = OptionalLong.empty();
        List<String> signatures = new ArrayList<>();
        if (header.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        for (String part : header.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                return Optional.empty();
            }
            String value = part.substring(equals + 1);
            switch (part.substring(0, equals)) {
                case "t" -> seconds = number(value);
                case "v1" -> signatures.add(value);
                default -> {}
            }
        }
        return seconds.isPresent() && !signatures.isEmpty()
                ? Optional.of(new StripeSignature(seconds.getAsLong(), signatures))
                : Optional.empty();
    }

    /** Negative where the signature is from the future. */
    Duration age(Instant now) {
        return Duration.ofSeconds(now.getEpochSecond() - seconds);
    }

    /** Compares lower-case hex text, in constant time. */
    boolean isMadeWith(String secret, byte[] body) {
        byte[] expected = HexFormat.of().formatHex(hmac(secret, body)).getBytes(StandardCharsets.US_ASCII);
        boolean isEqual = false;
        for (String signature : signatures) {
            isEqual |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        }
        return isEqual;
    }

    private byte[] hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,12}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
