package dev.tallygate.usage;

import dev.tallygate.database.JsonObjects;
import dev.tallygate.database.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A column of {@code usage_events} that most events leave empty: null there.
 *
 * @param isFilled whether a row has a value for it
 * @param writer writes a row's value, or null
 */
record RareColumn(String column, Predicate<RecordedEvent> isFilled, BiConsumer<RecordedEvent, Script> writer) {
    private static final List<RareColumn> ALL = List.of(
            new RareColumn(
                    "corrects_event_id",
                    row -> !row.event().identity().correctsEventId().isEmpty(),
                    (row, script) -> script.idOrNull(row.event().identity().correctsEventId())),
            new RareColumn(
                    "reservation_id",
                    row -> !row.event().context().reservationId().isEmpty(),
                    (row, script) -> script.idOrNull(row.event().context().reservationId())),
            new RareColumn(
                    "tokens_in_cached",
                    row -> row.quantities().tokensInCached() != 0,
                    (row, script) -> script.numberOrNull(row.quantities().tokensInCached())),
            new RareColumn(
                    "tokens_in_cache_write",
                    row -> row.quantities().tokensInCacheWrite() != 0,
                    (row, script) -> script.numberOrNull(row.quantities().tokensInCacheWrite())),
            new RareColumn(
                    "tokens_out_reasoning",
                    row -> row.quantities().tokensOutReasoning() != 0,
                    (row, script) -> script.numberOrNull(row.quantities().tokensOutReasoning())),
            new RareColumn(
                    "compute_millis",
                    row -> row.quantities().computeMillis() != 0,
                    (row, script) -> script.numberOrNull(row.quantities().computeMillis())),
            new RareColumn(
                    "quantities",
                    row -> !row.event().reported().own().isEmpty(),
                    (row, script) ->
                            script.id(JsonObjects.write(row.event().reported().own()))),
            new RareColumn(
                    "latency_millis",
                    row -> row.event().context().latencyMillis() != null,
                    (row, script) -> script.number(row.event().context().latencyMillis())),
            new RareColumn(
                    "labels",
                    row -> !row.event().context().labels().isEmpty(),
                    (row, script) ->
                            script.id(JsonObjects.write(row.event().context().labels()))));

    void write(RecordedEvent row, Script script) {
        writer.accept(row, script);
    }

    /** Those that some row fills. */
    static List<RareColumn> filledIn(List<RecordedEvent> rows) {
        List<RareColumn> filled = new ArrayList<>();
        for (RareColumn column : ALL) {
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
