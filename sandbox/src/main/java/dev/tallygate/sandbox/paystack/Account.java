package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Answer;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.Ids;
import dev.tallygate.sandbox.journal.Json;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The integration: its key, its numbers, its time, and the envelope of its answers. */
final class Account {
    static final String DOMAIN = "test";
    static final long INTEGRATION = 428_626;

    private static final String KEYS = "keys";
    private static final String COUNTER = "counter";
    private static final long FIRST_ID = 3_136_406;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final Ids ids;

    Account(Clock clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    Instant now() {
        return clock.instant();
    }

    /** A time as the API writes it: UTC, to the millisecond. */
    static String written(Instant time) {
        return TIME.format(time);
    }

    /**
     * A time, or a date at its start, in UTC.
     *
     * @throws DateTimeException when it is neither
     */
    static Instant read(String text) {
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(text);
    }

    String newCode(String prefix) {
        return ids.next(prefix);
    }

    /** The next number of this integration; all objects share one row. */
    long newId(Change change) {
        ObjectNode counter = change.find(Kind.SETTING, COUNTER).orElseGet(Json::object);
        long id = Math.max(FIRST_ID, Json.number(counter, "last")) + 1;
        change.put(Kind.SETTING, COUNTER, counter.put("last", id));
        return id;
    }

    /** The only key that is taken, and that webhooks are signed with; made at the first start. */
    String secretKey(Change change) {
        return change.find(Kind.SETTING, KEYS)
                .map(keys -> Json.string(keys, "secret_key"))
                .orElseGet(() -> newKey(change));
    }

    /** From now on another key holds, for calls and for webhooks. */
    String newKey(Change change) {
        String key = ids.next("sk_test_");
        change.put(Kind.SETTING, KEYS, Json.object().put("secret_key", key));
        return key;
    }

    static Answer ok(String message, JsonNode data) {
        ObjectNode body = said(message);
        body.set("data", data);
        return Answer.ok(body);
    }

    static ObjectNode said(String message) {
        return Json.object().put("status", true).put("message", message);
    }
}
