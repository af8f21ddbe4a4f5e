package dev.tallygate.batch.importing;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.UsageEvent;
import java.time.DateTimeException;
import java.util.function.LongConsumer;

/** Makes an event of a line. */
final class EventMapper {
    private static final int HASH_CHARACTERS = 32;

    private final FieldMapping mapping;
    private final TimeFormat times;
    private final String fileId;

    EventMapper(FieldMapping mapping, TimeFormat times, UsageFile file) {
        this.mapping = mapping;
        this.times = times;
        this.fileId = file.sha256().substring(0, HASH_CHARACTERS);
    }

    /**
     * The event; where no field gives its id, that is made of the file's hash and the line.
     *
     * @throws Rejected where a text is not what its field takes
     */
    UsageEvent toEvent(UsageLine line) {
        if (!line.flaw().isEmpty()) {
            throw Rejected.of(Reason.FIELD_INVALID, line.flaw());
        }
        UsageEvent.Builder event = UsageEvent.builder(eventId(line), mapping.value("customer_id", line))
                .modelId(mapping.value("model_id", line))
                .modelProvider(mapping.value("model_provider", line))
                .subject(mapping.value("subject", line))
                .reservationId(mapping.value("reservation_id", line))
                .labels(mapping.values(FieldMapping.LABELS, line));
        putTime(event, line);
        putQuantities(event, line);
        putNumber("latency_millis", line, event::latencyMillis);
        event.estimated(isEstimated(line));
        return event.build();
    }

    private String eventId(UsageLine line) {
        String given = mapping.value("event_id", line);
        return given.isEmpty() ? fileId + "-" + line.number() : given;
    }

    private void putTime(UsageEvent.Builder event, UsageLine line) {
        String text = mapping.value("usage_time", line).strip();
        if (text.isEmpty()) {
            return;
        }
        try {
            event.usageTime(times.parse(text));
        } catch (DateTimeException malformed) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    "usage_time",
                    text,
                    "a time such as 2026-03-01T12:00:00Z, or as --time-pattern says");
        }
    }

    private void putQuantities(UsageEvent.Builder event, UsageLine line) {
        putNumber("tokens_in", line, event::tokensIn);
        putNumber("tokens_in_cached", line, event::tokensInCached);
        putNumber("tokens_in_cache_write", line, event::tokensInCacheWrite);
        putNumber("tokens_out", line, event::tokensOut);
        putNumber("tokens_out_reasoning", line, event::tokensOutReasoning);
        putNumber("compute_millis", line, event::computeMillis);
        mapping.values(FieldMapping.QUANTITIES, line)
                .forEach((meter, text) -> event.own(meter, number(FieldMapping.QUANTITIES + meter, text.strip())));
    }

    private void putNumber(String field, UsageLine line, LongConsumer target) {
        String text = mapping.value(field, line).strip();
        if (!text.isEmpty()) {
            target.accept(number(field, text));
        }
    }

    private static long number(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notALong) {
            boolean huge = text.matches("\\d{19,}");
            throw Rejected.field(
                    huge ? Reason.QUANTITY_TOO_LARGE : Reason.FIELD_INVALID, field, text, "a whole number");
        }
    }

    private boolean isEstimated(UsageLine line) {
        String text = mapping.value("estimated", line).strip();
        return switch (text) {
            case "", "false", "0" -> false;
            case "true", "1" -> true;
            default -> throw Rejected.field(Reason.FIELD_INVALID, "estimated", text, "true or false");
        };
    }
}
