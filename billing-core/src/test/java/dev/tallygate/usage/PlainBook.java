package dev.tallygate.usage;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What one customer's rows have to be, kept as simply as can be: calls one after the other, and a token costs a dollar. */
final class PlainBook {

    /** Tokens by event, in the order in which they were counted. */
    final Map<String, Long> events = new LinkedHashMap<>();

    final Map<String, Held> held = new TreeMap<>();
    private final long cap;
    private long used;

    record Held(long tokens, Instant expiry) {}

    PlainBook(long cap) {
        this.cap = cap;
    }

    /** Whether something that was held has come back by itself. */
    boolean expire(Instant now) {
        return held.values().removeIf(hold -> !hold.expiry().isAfter(now));
    }

    /** The verdict; where it is RECORDED the event is counted. */
    String record(UsageEvent event) {
        long tokens = event.reported().tokens().in();
        Long before = events.get(event.eventId());
        if (before != null) {
            return before == tokens ? "DUPLICATE" : "CONFLICT";
        }
        if (event.eventId().startsWith(MemoryRows.UNSTORABLE)) {
            return "REJECTED";
        }
        events.put(event.eventId(), tokens);
        used += tokens;
        return "RECORDED";
    }

    /** Whether so many tokens have room beside all that is used and held. */
    boolean fits(long tokens) {
        return used + held.values().stream().mapToLong(Held::tokens).sum() + tokens <= cap;
    }

    long used() {
        return used;
    }
}
