package dev.tallygate.usage;

import dev.tallygate.database.Bytes;
import dev.tallygate.database.Parameters;
import dev.tallygate.database.Placeholders;
import dev.tallygate.database.Script;
import dev.tallygate.meter.Aggregations;
import dev.tallygate.meter.Mark;
import dev.tallygate.meter.MeterMarks;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.UsageTotalRepository.ModelKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of {@code meter_marks}; written only under the customer's gate, with the totals that they belong to. */
final class MarkRepository {

    private final JdbcTemplate jdbc;

    MarkRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Names a meter's marks. */
    record MarksKey(ModelKey place, String meter) {}

    private record MarkRow(MarksKey key, Mark mark, long events) {}

    /** All marks of the windows; at most as many windows as one statement takes. */
    Map<MarksKey, MeterMarks> read(List<WindowKey> windows, Aggregations aggregations) {
        String sql = """
                select customer_key, window_start, model_id, meter, mark, quantity, events
                from meter_marks force index (primary)
                where (customer_key, window_start) in (%s)
                  and events <> 0
                """.formatted(Placeholders.rows(windows.size(), 2));
        List<MarkRow> rows = jdbc.query(
                sql,
                statement -> {
                    Parameters parameters = new Parameters(statement);
                    for (WindowKey window : windows) {
                        parameters.number(window.customerKey()).time(window.windowStart());
                    }
                },
                (row, number) -> fromRow(row));
        Map<MarksKey, Map<Mark, Long>> events = new HashMap<>();
        rows.forEach(
                row -> events.computeIfAbsent(row.key(), key -> new TreeMap<>()).put(row.mark(), row.events()));
        Map<MarksKey, MeterMarks> marks = new HashMap<>();
        events.forEach((key, ofMeter) -> marks.put(key, MeterMarks.of(aggregations.of(key.meter()), ofMeter)));
        return marks;
    }

    /** Adds these to the marks that are there. */
    void writeAdded(Collection<UsageTotal> added, Script script) {
        List<MarkRow> rows = added.stream()
                .flatMap(total -> total.quantities().marks().byMeter().entrySet().stream()
                        .flatMap(meter -> {
                            MarksKey key = new MarksKey(new ModelKey(total.window(), total.modelId()), meter.getKey());
                            return meter.getValue().events().entrySet().stream()
                                    .map(mark -> new MarkRow(key, mark.getKey(), mark.getValue()));
                        }))
                .toList();
        script.insert(
                "insert into meter_marks (customer_key, window_start, model_id, meter, mark, quantity, events) values",
                rows,
                (mark, row) -> row.number(mark.key().place().window().customerKey())
                        .time(mark.key().place().window().windowStart())
                        .id(mark.key().place().modelId())
                        .id(mark.key().meter())
                        .id(mark.mark().key())
                        .number(mark.mark().quantity())
                        .number(mark.events()),
                "on duplicate key update events = events + values(events)");
    }

    private static MarkRow fromRow(ResultSet row) throws SQLException {
        LocalDateTime windowStart = Objects.requireNonNull(row.getObject("window_start", LocalDateTime.class));
        WindowKey window = new WindowKey(row.getLong("customer_key"), UtcTimes.fromColumn(windowStart));
        return new MarkRow(
                new MarksKey(
                        new ModelKey(window, Bytes.text(row.getBytes("model_id"))), Bytes.text(row.getBytes("meter"))),
                new Mark(Bytes.text(row.getBytes("mark")), row.getLong("quantity")),
                row.getLong("events"));
    }
}
