package dev.tallygate.rejection;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The checks of ids and texts that every door shares (ledger.md section 5: bytes 0x21-0x7E, case-sensitive). */
public final class FieldRules {
    /** Bytes that an id may have. */
    public static final int ID_BYTES_MAX = 64;

    private FieldRules() {}

    /** Whether {@code value} is 1 to {@code bytesMax} bytes of 0x21-0x7E. */
    public static boolean isId(@Nullable String value, int bytesMax) {
        return value != null && !value.isEmpty() && value.length() <= bytesMax && isVisibleAscii(value);
    }

    /** Whether each character is a visible ASCII one; true for an empty text. */
    public static boolean isVisibleAscii(String value) {
        return value.chars().allMatch(character -> character >= 0x21 && character <= 0x7e);
    }

    /** Gives the id back, or throws {@code FIELD_INVALID}. */
    public static String id(String field, @Nullable String value) {
        if (value == null || !isId(value, ID_BYTES_MAX)) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    field,
                    value == null ? "" : value,
                    "1 to " + ID_BYTES_MAX + " visible ASCII characters without blanks");
        }
        return value;
    }

    /** Gives a text for people back, or throws {@code FIELD_INVALID} where it is too long or has control characters. */
    public static String text(String field, String value, int charactersMax) {
        boolean tooLong = value.codePointCount(0, value.length()) > charactersMax;
        boolean unprintable = value.chars().anyMatch(Character::isISOControl) || !isEncodable(value);
        if (tooLong || unprintable) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    field,
                    value,
                    "at most " + charactersMax + " characters, none of them a control character");
        }
        return value;
    }

    private static boolean isEncodable(String value) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }
}
