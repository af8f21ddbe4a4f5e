package dev.tallygate.sandbox.http;

import java.util.Arrays;
import java.util.Locale;

/**
 * A misfortune that a test orders for the next calls that match.
 *
 * @param method POST, GET, DELETE, or empty for any
 * @param path start of the path, such as {@code /v1/invoices}
 * @param times how many calls it meets
 * @param millis how long a {@link Type#DELAY}, {@link Type#DELAY_ANSWER} or {@link Type#HANG} waits; of a
 *     {@link Type#RATE_LIMITED}: what {@code Retry-After} says
 */
public record Fault(Type type, String method, String path, int times, long millis) {

    /** What goes wrong. */
    public enum Type {
        /** The call is done in full, and its connection is cut in the middle of the answer. */
        DROP_ANSWER,
        /** Nothing is done, and the connection is cut in the middle of an answer. */
        DROP_CALL,
        /** 500; nothing is done; where there are idempotency keys, the same key meets it again. */
        SERVER_ERROR,
        /** 429; nothing is done, nothing is kept. */
        RATE_LIMITED,
        /** The call waits before it is done; its idempotency key is in use all the while. */
        DELAY,
        /** The call is done in full at once, and its answer waits. */
        DELAY_ANSWER,
        /** The connection is held, then cut; nothing is done. */
        HANG;

        /** The words in requests. */
        public static String[] words() {
            return Arrays.stream(values())
                    .map(type -> type.name().toLowerCase(Locale.ROOT))
                    .toArray(String[]::new);
        }
    }

    public Fault {
        if (times < 1 || millis < 0 || millis > 600_000) {
            throw ParameterRefused.invalid(
                    "times", "times " + times + ", millis " + millis + " (expected: >= 1, and 0 to 600000)");
        }
    }

    /** The next call to this path. */
    public static Fault once(Type type, String method, String path) {
        return new Fault(type, method, path, 1, 0);
    }

    /** The next call to this path, held back. */
    public static Fault delay(String method, String path, long millis) {
        return new Fault(Type.DELAY, method, path, 1, millis);
    }

    boolean meets(String callMethod, String callPath) {
        return (method.isEmpty() || method.equals(callMethod)) && callPath.startsWith(path);
    }

    Fault oneLess() {
        return new Fault(type, method, path, times - 1, millis);
    }

    public String word() {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
