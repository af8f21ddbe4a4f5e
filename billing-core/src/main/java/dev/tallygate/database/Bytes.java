package dev.tallygate.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Strings as varbinary columns hold them: their UTF-8 bytes, compared byte by byte, in Java and in SQL alike. */
public final class Bytes {

    private Bytes() {}

    /** The bytes to store, or to look up. */
    public static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As {@link #of}, null staying null. */
    public static byte @Nullable [] ofNullable(@Nullable String text) {
        return text == null ? null : of(text);
    }

    /** The text of bytes that were read. */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** As {@link #text}, null staying null. */
    public static @Nullable String textNullable(byte @Nullable [] bytes) {
        return bytes == null ? null : text(bytes);
    }

    /** SHA-256 of the text's UTF-8 bytes. */
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** As {@link #sha256}, in 64 lower-case hexadecimal digits. */
    public static String sha256Hex(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }
}
