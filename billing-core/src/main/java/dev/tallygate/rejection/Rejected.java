package dev.tallygate.rejection;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The core's one exception for a request that is refused: nothing was written, and the same again is refused again. */
public final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int GIVEN_LENGTH_MAX = 80;

    private final Reason reason;

    @Nullable
    private final String field;

    private Rejected(Reason reason, @Nullable String field, String message) {
        super(message);
        this.reason = reason;
        this.field = field;
    }

    /** A refusal of the whole request; {@code message} is a sentence for people. */
    public static Rejected of(Reason reason, String message) {
        return new Rejected(reason, null, message);
    }

    /** A refusal because of one field, in proto's snake_case: "tokens_in: -3 (expected: >= 0)". */
    public static Rejected field(Reason reason, String field, Object given, String expected) {
        return new Rejected(reason, field, "%s: %s (expected: %s)".formatted(field, shown(given), expected));
    }

    private static String shown(Object given) {
        String text = String.valueOf(given);
        if (text.isEmpty()) {
            return "nothing";
        }
        String cut = text.length() > GIVEN_LENGTH_MAX ? text.substring(0, GIVEN_LENGTH_MAX) + "..." : text;
        boolean plain = cut.chars().allMatch(character -> character > 0x20 && character < 0x7f);
        return plain ? cut : quoted(cut);
    }

    /** Control bytes never reach a log or a terminal as they are. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isISOControl(character) || character == '"' || character == '\\') {
                quoted.append("\\u%04x".formatted((int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }

    public Reason reason() {
        return reason;
    }

    /** The offending field in snake_case, where one field is to blame. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** The message; never null, unlike what {@link Throwable} promises. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
