package dev.tallygate.usage;

import dev.tallygate.database.JsonObjects;
import dev.tallygate.database.Script;
import dev.tallygate.usage.RecordedEvent.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How rows of {@code usage_events} are written: columns that most events leave empty are named only where a row of the group
 * fills one, since the server takes its time for each value that it reads.
 */
enum UsageEventWriting {
    CORRECTS(
            "corrects_event_id",
            row -> !row.event().identity().correctsEventId().isEmpty()) {
        @Override
        void write(RecordedEvent row, Script script) {
            script.idOrNull(row.event().identity().correctsEventId());
        }
    },
    RESERVATION("reservation_id", row -> !row.event().context().reservationId().isEmpty()) {
        @Override
        void write(RecordedEvent row, Script script) {
            script.idOrNull(row.event().context().reservationId());
        }
    },
    IN_CACHED("tokens_in_cached", row -> row.quantities().tokensInCached() != 0) {
        @Override
        void write(RecordedEvent row, Script script) {
            script.numberOrNull(row.quantities().tokensInCached());
        }
    },
    IN_CACHE_WRITE("tokens_in_cache_write", row -> row.quantities().tokensInCacheWrite() != 0) {
        @Override
        void write(RecordedEvent row, Script script) {
            script.numberOrNull(row.quantities().tokensInCacheWrite());
        }
    },
    OUT_REASONING("tokens_out_reasoning", row -> row.quantities().tokensOutReasoning() != 0) {
        @Override
        void write(RecordedEvent row, Script script) {
            script.numberOrNull(row.quantities().tokensOutReasoning());
        }
    },
    COMPUTE("compute_millis", row -> row.quantities().computeMillis() != 0) {
        @Override
        void write(RecordedEvent row, Script script) {
            script.numberOrNull(row.quantities().computeMillis());
        }
    },
    OWN("quantities", row -> !row.quantities().own().isEmpty()) {
        @Override
        void write(RecordedEvent row, Script script) {
            script.id(JsonObjects.write(row.quantities().own()));
        }
    },
    LATENCY("latency_millis", row -> row.event().context().latencyMillis() != null) {
        @Override
        void write(RecordedEvent row, Script script) {
            script.number(row.event().context().latencyMillis());
        }
    },
    LABELS("labels", row -> !row.event().context().labels().isEmpty()) {
        @Override
        void write(RecordedEvent row, Script script) {
            script.id(JsonObjects.write(row.event().context().labels()));
        }
    };

    private static final String ALWAYS =
            "insert into usage_events (customer_key, seq, event_id, model_id, model_provider,"
                    + " subject, usage_time, recorded_time, requests, tokens_in, tokens_out, cost_units, period_start,"
                    + " window_start, plan_version_id, late, estimated, unpriced, kind";
    private static final String USAGE = "USAGE";

    private final String column;
    private final Predicate<RecordedEvent> isFilled;

    UsageEventWriting(String column, Predicate<RecordedEvent> isFilled) {
        this.column = column;
        this.isFilled = isFilled;
    }

    abstract void write(RecordedEvent row, Script script);

    /** Adds the rows, at least one. */
    static void write(List<RecordedEvent> rows, Script script) {
        List<UsageEventWriting> filled = new ArrayList<>();
        StringBuilder head = new StringBuilder(ALWAYS);
        for (UsageEventWriting column : values()) {
            if (column.isFilledIn(rows)) {
                filled.add(column);
                head.append(", ").append(column.column);
            }
        }
        script.insert(head.append(") values").toString(), rows.size());
        for (RecordedEvent row : rows) {
            writeAlways(row, script.row());
            for (UsageEventWriting column : filled) {
                column.write(row, script);
            }
        }
        script.end("");
    }

    private boolean isFilledIn(List<RecordedEvent> rows) {
        for (RecordedEvent row : rows) {
            if (isFilled.test(row)) {
                return true;
            }
        }
        return false;
    }

    private static void writeAlways(RecordedEvent row, Script script) {
        UsageEvent event = row.event();
        Placement placement = row.placement();
        script.number(row.customerKey())
                .number(row.seq())
                .id(event.eventId())
                .id(event.modelId())
                .id(event.context().modelProvider())
                .id(event.subject())
                .time(event.usageTime())
                .time(row.recordedTime())
                .number(row.quantities().requests())
                .numberOrNull(row.quantities().tokensIn())
                .numberOrNull(row.quantities().tokensOut())
                .decimal(row.cost())
                .time(placement.periodStart())
                .time(placement.windowStart())
                .number(placement.planVersionId())
                .flag(placement.late())
                .flag(event.context().estimated())
                .flag(row.unpriced())
                .id(USAGE);
    }
}
