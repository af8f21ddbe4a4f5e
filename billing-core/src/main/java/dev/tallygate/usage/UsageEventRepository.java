package dev.tallygate.usage;

import dev.tallygate.catalog.MeterBook;
import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.JsonObjects;
import dev.tallygate.database.Parameters;
import dev.tallygate.database.Placeholders;
import dev.tallygate.database.Script;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.meter.Aggregations;
import dev.tallygate.meter.Quantities;
import dev.tallygate.meter.Tokens;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.RecordedEvent.Placement;
import dev.tallygate.usage.UsageEvent.Context;
import dev.tallygate.usage.UsageEvent.Identity;
import dev.tallygate.usage.UsageEvent.Reported;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of {@code usage_events}, and of {@code voided_events}, which says what is voided: written once, never changed. */
final class UsageEventRepository {

    private static final String COLUMNS = """
            customer_key, seq, event_id, corrects_event_id, model_id, model_provider, subject, reservation_id, usage_time,
              recorded_time, requests, tokens_in, tokens_in_cached, tokens_in_cache_write, tokens_out,
              tokens_out_reasoning, compute_millis, quantities, latency_millis, labels, cost_units, period_start,
              window_start, plan_version_id, late, estimated, unpriced, kind""";

    private static final String COLUMNS_ALWAYS = """
            customer_key, seq, event_id, model_id, model_provider, subject, usage_time, recorded_time, requests, tokens_in,
              tokens_out, cost_units, period_start, window_start, plan_version_id, late, estimated, unpriced, kind""";

    private final JdbcTemplate jdbc;
    private final MeterBook meters;

    UsageEventRepository(JdbcTemplate jdbc, MeterBook meters) {
        this.jdbc = jdbc;
        this.meters = meters;
    }

    /** An event's name: unique by customer. */
    record EventKey(long customerKey, String eventId) {}

    /** Those of the ids that are recorded, with their content. */
    List<RecordedEvent> known(Collection<EventKey> keys) {
        List<RecordedEvent> known = new ArrayList<>();
        for (List<EventKey> chunk : Chunks.of(keys)) {
            String sql = """
                    select %s
                    from usage_events force index (usage_events_by_id)
                    where (customer_key, event_id) in (%s)
                    """.formatted(COLUMNS, Placeholders.rows(chunk.size(), 2));
            known.addAll(jdbc.query(
                    sql, statement -> setKeys(new Parameters(statement), chunk), (row, number) -> fromRow(row)));
        }
        return withOwn(known);
    }

    /** Once the rows are read: what a meter is may have to be read too. */
    private List<RecordedEvent> withOwn(List<RecordedEvent> rows) {
        Set<String> named = new HashSet<>();
        for (RecordedEvent row : rows) {
            named.addAll(row.event().reported().own().keySet());
        }
        if (named.isEmpty()) {
            return rows;
        }
        Aggregations aggregations = meters.of(named);
        return rows.stream().map(row -> row.withOwn(aggregations)).toList();
    }

    private static void setKeys(Parameters parameters, List<EventKey> keys) throws SQLException {
        for (EventKey key : keys) {
            parameters.number(key.customerKey()).id(key.eventId());
        }
    }

    /** Those of the ids that are voided. */
    List<EventKey> voided(Collection<EventKey> keys) {
        List<EventKey> voided = new ArrayList<>();
        for (List<EventKey> chunk : Chunks.of(keys)) {
            String sql = """
                    select customer_key, event_id
                    from voided_events force index (primary)
                    where (customer_key, event_id) in (%s)
                    """.formatted(Placeholders.rows(chunk.size(), 2));
            voided.addAll(jdbc.query(
                    sql,
                    statement -> setKeys(new Parameters(statement), chunk),
                    (row, number) -> new EventKey(row.getLong("customer_key"), text(row, "event_id"))));
        }
        return voided;
    }

    List<RecordedEvent> page(long customerKey, long afterSeq, int limit) {
        String sql = """
                select %s
                from usage_events
                where customer_key = ?
                  and seq > ?
                order by seq
                limit ?
                """.formatted(COLUMNS);
        return withOwn(jdbc.query(sql, (row, number) -> fromRow(row), customerKey, afterSeq, limit));
    }

    List<RecordedEvent> pageOf(PeriodKey period, long afterSeq, int limit) {
        String sql = """
                select %s
                from usage_events
                where customer_key = ?
                  and seq > ?
                  and period_start = ?
                order by seq
                limit ?
                """.formatted(COLUMNS);
        return withOwn(jdbc.query(
                sql,
                (row, number) -> fromRow(row),
                period.customerKey(),
                afterSeq,
                UtcTimes.toColumn(period.periodStart()),
                limit));
    }

    /** The seqs of the customer's last events, the newest first. */
    List<Long> lastSeqs(long customerKey, int limit) {
        String sql = """
                select seq
                from usage_events
                where customer_key = ?
                order by seq desc
                limit ?
                """;
        return jdbc.query(sql, (row, number) -> row.getLong("seq"), customerKey, limit);
    }

    /** When the first event behind this seq was recorded. */
    Optional<Instant> firstRecorded(long customerKey, long afterSeq) {
        String sql = """
                select recorded_time
                from usage_events
                where customer_key = ?
                  and seq > ?
                order by seq
                limit 1
                """;
        return jdbc.query(sql, (row, number) -> time(row, "recorded_time"), customerKey, afterSeq).stream()
                .findFirst();
    }

    /**
     * Adds rows to the script; where an id is recorded already, a {@code DuplicateKeyException} ends it. Columns that no row
     * fills are not named, since the server takes its time for each value that it reads.
     */
    void write(List<RecordedEvent> rows, Script script) {
        List<RareColumn> filled = RareColumn.filledIn(rows);
        StringBuilder columns = new StringBuilder(COLUMNS_ALWAYS);
        filled.forEach(column -> columns.append(", ").append(column.column()));
        script.insert(
                "insert into usage_events (" + columns + ") values",
                rows,
                (event, row) -> {
                    writeAlways(event, row);
                    filled.forEach(column -> column.write(event, row));
                },
                "");
        writeVoided(rows, script);
    }

    private static void writeVoided(List<RecordedEvent> rows, Script script) {
        List<RecordedEvent> voids = new ArrayList<>();
        for (RecordedEvent row : rows) {
            if (row.kind() == RecordedEvent.Kind.VOID) {
                voids.add(row);
            }
        }
        script.insert(
                "insert into voided_events (customer_key, event_id, void_seq) values",
                voids,
                (event, row) -> row.number(event.customerKey())
                        .id(event.event().identity().correctsEventId())
                        .number(event.seq()),
                "");
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
                .id(row.kind().name());
    }

    private static RecordedEvent fromRow(ResultSet row) throws SQLException {
        NavigableMap<String, Long> own = JsonObjects.longs(row.getBytes("quantities"));
        Reported reported = new Reported(tokensFromRow(row), row.getLong("compute_millis"), own);
        UsageEvent event = new UsageEvent(
                new Identity(text(row, "event_id"), "", text(row, "corrects_event_id")),
                time(row, "usage_time"),
                text(row, "model_id"),
                reported,
                text(row, "subject"),
                contextFromRow(row));
        return new RecordedEvent(
                row.getLong("customer_key"),
                row.getLong("seq"),
                event,
                new Quantities(
                        row.getLong("requests"),
                        reported.tokens(),
                        reported.computeMillis(),
                        Collections.emptyNavigableMap()),
                time(row, "recorded_time"),
                new Placement(
                        time(row, "period_start"),
                        time(row, "window_start"),
                        row.getLong("plan_version_id"),
                        row.getBoolean("late")),
                row.getBigDecimal("cost_units"),
                row.getBoolean("unpriced"));
    }

    private static Tokens tokensFromRow(ResultSet row) throws SQLException {
        return new Tokens(
                row.getLong("tokens_in"),
                row.getLong("tokens_in_cached"),
                row.getLong("tokens_in_cache_write"),
                row.getLong("tokens_out"),
                row.getLong("tokens_out_reasoning"));
    }

    private static Context contextFromRow(ResultSet row) throws SQLException {
        return new Context(
                text(row, "model_provider"),
                text(row, "reservation_id"),
                JsonObjects.texts(row.getBytes("labels")),
                row.getObject("latency_millis", Long.class),
                row.getBoolean("estimated"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return UtcTimes.fromColumn(Objects.requireNonNull(row.getObject(column, LocalDateTime.class), column));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = Bytes.textNullable(row.getBytes(column));
        return text == null ? "" : text;
    }
}
