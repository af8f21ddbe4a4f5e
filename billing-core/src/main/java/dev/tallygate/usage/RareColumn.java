package dev.tallygate.usage;

import dev.tallygate.database.JsonObjects;
import dev.tallygate.database.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A column of {@code usage_events} that most events leave empty: null there. */
enum RareColumn {
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

    private final String column;
    private final Predicate<RecordedEvent> isFilled;

    RareColumn(String column, Predicate<RecordedEvent> isFilled) {
        this.column = column;
        this.isFilled = isFilled;
    }

    abstract void write(RecordedEvent row, Script script);

    String column() {
        return column;
    }

    /** Those that some row fills. */
    static List<RareColumn> filledIn(List<RecordedEvent> rows) {
        List<RareColumn> filled = new ArrayList<>();
        for (RareColumn column : values()) {
            if (column.isFilledIn(rows)) {
                filled.add(column);
            }
        }
        return filled;
    }

    private boolean isFilledIn(List<RecordedEvent> rows) {
        for (RecordedEvent row : rows) {
            if (isFilled.test(row)) {
                return true;
            }
        }
        return false;
    }
}
