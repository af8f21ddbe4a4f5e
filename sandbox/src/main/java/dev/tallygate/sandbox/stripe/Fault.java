package dev.tallygate.sandbox.stripe;

import java.util.Locale;

/**
 * A misfortune that a test orders for the next calls that match.
 *
 * @param method POST, GET, DELETE, or empty for any
 * @param path start of the path, such as {@code /v1/invoices}
 * @param times how many calls it meets
 * @param millis for {@link Type#DELAY}: how long the answer is held back
 */
public record Fault(Type type, String method, String path, int times, long millis) {

    /** What goes wrong. */
    public enum Type {
        /** The call is done in full, and its connection is cut in the middle of the answer. */
        DROP_ANSWER,
        /** 500; nothing is done; kept under the idempotency key, so that the same key meets it again. */
        SERVER_ERROR,
        /** 429; nothing is done, nothing is kept. */
        RATE_LIMITED,
        /** The call waits before it is done; its idempotency key is in use all the while. */
        DELAY
    }

    public Fault {
        if (times < 1 || millis < 0 || millis > 600_000) {
            throw StripeError.invalidParameter(
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

    String word() {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
