package dev.tallygate.sandbox.http;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A misfortune that somebody orders for coming calls: one step of a {@link Script}.
 *
 * @param meets which calls, webhooks or mails it is for
 * @param nth the first that it meets of those: 1 is the next one
 * @param times how many it meets from there on
 * @param millis how long a {@link Type#DELAY}, {@link Type#DELAY_ANSWER}, {@link Type#SLOW_ANSWER}, {@link Type#HANG} or
 *     {@link Type#WEBHOOK_LATE} waits, and at most a {@link Type#WEBHOOK_EARLY} or {@link Type#WEBHOOK_AFTER_NEXT}; of a {@link Type#RATE_LIMITED}: what
 *     {@code Retry-After} says where there is one. A late webhook waits by the provider's clock, all else by the machine's
 * @param reason which kind, where there are several: of {@link Type#RATE_LIMITED} Stripe's reason, of
 *     {@link Type#METER_REJECTION} the code in the error report; empty takes the usual one
 */
public record Fault(Type type, Match meets, int nth, int times, long millis, String reason) {
    private static final long MILLIS_MAX = Duration.ofMinutes(10).toMillis();
    private static final long LATE_MILLIS_MAX = Duration.ofDays(31).toMillis();

    /** What goes wrong. */
    public enum Type {
        /** The call is done in full, and its connection is cut in the middle of the answer. */
        DROP_ANSWER,
        /** Nothing is done, and the connection is cut in the middle of an answer. */
        DROP_CALL,
        /** 500; nothing is done; where there are idempotency keys, the same key meets it again. */
        SERVER_ERROR,
        /** 500, though all is done; where there are idempotency keys, the same key meets it again. */
        SERVER_ERROR_DONE,
        /** 429; nothing is done, nothing is kept. */
        RATE_LIMITED,
        /** 429 of Stripe's for an object that another request holds: code {@code lock_timeout}, no reason. */
        LOCK_TIMEOUT,
        /** 409 of Stripe's, as if the same key were under way. */
        KEY_IN_USE,
        /** 502 with a page of HTML; nothing is done. */
        BAD_GATEWAY,
        /** 502 with a page of HTML, though all is done. */
        BAD_GATEWAY_DONE,
        /** All is done, and the answer is half of its JSON, with a length as if that were all. */
        TRUNCATED_JSON,
        /** All is done, and the answer says that it is of the live mode. */
        LIVE_ANSWER,
        /** The call waits before it is done; its idempotency key is in use all the while. */
        DELAY,
        /** The call is done in full at once, and its answer waits. */
        DELAY_ANSWER,
        /** The call is done in full, half of its answer comes, and the rest waits. */
        SLOW_ANSWER,
        /** The connection is held, then cut; nothing is done. */
        HANG,
        /** A meter event is taken with 200 and rejected later, in an error report. */
        METER_REJECTION,
        /** The call is done, and answered when its webhooks have been taken. */
        WEBHOOK_EARLY,
        /** The webhook waits. */
        WEBHOOK_LATE,
        /** The webhook comes twice, the same bytes with the same id. */
        WEBHOOK_TWICE,
        /** The same is told twice, in two events with ids of their own. */
        WEBHOOK_TWIN,
        /** The webhook comes when the next one to that endpoint has been taken, or where there is none after a while. */
        WEBHOOK_AFTER_NEXT,
        /** The webhook never comes; lists know its event. */
        WEBHOOK_DROPPED,
        /** The webhook says that it is of the live mode. */
        WEBHOOK_LIVE;

        /** What meets a webhook on its way out, not a call. */
        static final Set<Type> OF_WEBHOOKS =
                Set.of(WEBHOOK_LATE, WEBHOOK_TWICE, WEBHOOK_TWIN, WEBHOOK_AFTER_NEXT, WEBHOOK_DROPPED, WEBHOOK_LIVE);

        /** What can happen to a mail: neither JSON nor webhooks. */
        public static final Set<Type> OF_MAILS =
                Set.copyOf(EnumSet.of(DROP_ANSWER, DROP_CALL, SERVER_ERROR, RATE_LIMITED, DELAY, DELAY_ANSWER, HANG));

        /** The word in requests. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isOfWebhooks() {
            return OF_WEBHOOKS.contains(this);
        }
    }

    public Fault {
        long millisMax = type == Type.WEBHOOK_LATE ? LATE_MILLIS_MAX : MILLIS_MAX;
        if (nth < 1) {
            throw ParameterRefused.invalid("nth", "nth: " + nth + " (expected: >= 1)");
        }
        if (times < 1) {
            throw ParameterRefused.invalid("times", "times: " + times + " (expected: >= 1)");
        }
        if (millis < 0 || millis > millisMax) {
            throw ParameterRefused.invalid("millis", "millis: " + millis + " (expected: 0 to " + millisMax + ")");
        }
    }

    /** The next calls of this method, or any where it is empty, whose path starts so. */
    public Fault(Type type, String method, String path, int times, long millis) {
        this(type, Match.of(method, path), 1, times, millis, "");
    }

    /** The next call to this path. */
    public static Fault once(Type type, String method, String path) {
        return new Fault(type, method, path, 1, 0);
    }

    /** The next call to this path, held back. */
    public static Fault delay(String method, String path, long millis) {
        return new Fault(Type.DELAY, method, path, 1, millis);
    }

    /** The next webhook of this event type. */
    public static Fault webhook(Type type, String event) {
        return new Fault(type, Match.of(Match.WEBHOOK, event), 1, 1, 0, "");
    }

    /** The same, from the nth matching call on. */
    public Fault from(int first) {
        return new Fault(type, meets, first, times, millis, reason);
    }

    /** The same so many times. */
    public Fault times(int count) {
        return new Fault(type, meets, nth, count, millis, reason);
    }

    /** The same with this wait. */
    public Fault waiting(Duration wait) {
        return new Fault(type, meets, nth, times, wait.toMillis(), reason);
    }

    /** The same of this kind. */
    public Fault because(String kind) {
        return new Fault(type, meets, nth, times, millis, kind);
    }

    /** The same where a field has this value: {@code metadata[order]} of a form, {@code line_items.0.name} of JSON. */
    public Fault where(String field, String value) {
        return new Fault(type, meets.where(field, value), nth, times, millis, reason);
    }

    public String word() {
        return type.word();
    }

    /** Which kind it is; this one where none was named. */
    public String reasonOr(String usual) {
        return reason.isEmpty() ? usual : reason;
    }
}
