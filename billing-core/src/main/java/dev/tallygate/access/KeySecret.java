package dev.tallygate.access;

import dev.tallygate.database.Bytes;
import dev.tallygate.operation.Mode;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The text of a key, {@code tg_test_<key id>_<256 random bits in hex>}; printed nowhere but to who asked for the key. */
final class KeySecret {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String keyId;
    private final String text;

    private KeySecret(String keyId, String text) {
        this.keyId = keyId;
        this.text = text;
    }

    static KeySecret random(Mode mode) {
        String keyId = randomHex(8);
        return new KeySecret(keyId, prefix(mode) + keyId + "_" + randomHex(32));
    }

    private static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static String prefix(Mode mode) {
        return "tg_" + mode.word() + "_";
    }

    /** SHA-256 of a whole key, as stored and looked up. */
    static byte[] hash(String key) {
        return Bytes.sha256(key);
    }

    String keyId() {
        return keyId;
    }

    String text() {
        return text;
    }

    @Override
    public String toString() {
        return "KeySecret[" + keyId + "]";
    }
}
