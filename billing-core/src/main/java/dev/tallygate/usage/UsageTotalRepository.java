package dev.tallygate.usage;

import dev.tallygate.catalog.MeterBook;
import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.JsonObjects;
import dev.tallygate.database.Parameters;
import dev.tallygate.database.Placeholders;
import dev.tallygate.database.Script;
import dev.tallygate.meter.Aggregations;
import dev.tallygate.meter.MeterMarks;
import dev.tallygate.meter.OwnReport;
import dev.tallygate.meter.Quantities;
import dev.tallygate.meter.Tokens;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.MarkRepository.MarksKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Rows of {@code usage_totals} and {@code meter_totals}; written only under the customer's gate. A meter whose marks decide has a
 * quantity of 0 there, which says that it has marks: who has none of them asks no further.
 */
final class UsageTotalRepository {

    private final JdbcTemplate jdbc;
    private final MeterBook meters;
    private final MarkRepository marks;

    UsageTotalRepository(JdbcTemplate jdbc, MeterBook meters) {
        this.jdbc = jdbc;
        this.meters = meters;
        this.marks = new MarkRepository(jdbc);
    }

    /** Names what one customer used of one model in one window. */
    record ModelKey(WindowKey window, String modelId) {}

    private record Behind(long customerKey, long totalsSeq) {}

    private record MeterRow(ModelKey key, String meter, long quantity) {}

    /** All totals of the windows. */
    List<UsageTotal> read(Collection<WindowKey> windows) {
        List<UsageTotal> totals = new ArrayList<>();
        for (List<WindowKey> chunk : Chunks.of(new TreeSet<>(windows))) {
            totals.addAll(readWide(chunk, readOwn(chunk)));
        }
        return totals;
    }

    /** What of meters of one's own, by model. */
    private Map<ModelKey, Quantities> readOwn(List<WindowKey> windows) {
        List<MeterRow> rows = readMeters(windows);
        Set<String> named = rows.stream().map(MeterRow::meter).collect(Collectors.toSet());
        Aggregations aggregations = meters.of(named);
        boolean isMarked =
                named.stream().anyMatch(meter -> !aggregations.of(meter).isNumber());
        Map<MarksKey, MeterMarks> marked = isMarked ? marks.read(windows, aggregations) : Map.of();
        Map<ModelKey, Quantities> own = new HashMap<>();
        rows.forEach(row -> own.merge(row.key(), Quantities.ofNumber(row.meter(), row.quantity()), Quantities::plus));
        marked.forEach(
                (key, ofMeter) -> own.merge(key.place(), Quantities.ofMarks(key.meter(), ofMeter), Quantities::plus));
        return own;
    }

    private List<UsageTotal> readWide(List<WindowKey> windows, Map<ModelKey, Quantities> own) {
        String sql = """
                select customer_key, window_start, model_id, requests, tokens_in, tokens_in_cached,
                  tokens_in_cache_write, tokens_out, tokens_out_reasoning, compute_millis
                from usage_totals force index (primary)
                where (customer_key, window_start) in (%s)
                """.formatted(Placeholders.rows(windows.size(), 2));
        return jdbc.query(sql, statement -> setWindows(new Parameters(statement), windows), (row, number) -> {
            ModelKey key = keyFromRow(row);
            return new UsageTotal(
                    key.window(), key.modelId(), quantitiesFromRow(row).plus(own.getOrDefault(key, Quantities.ZERO)));
        });
    }

    private List<MeterRow> readMeters(List<WindowKey> windows) {
        String sql = """
                select customer_key, window_start, model_id, meter, quantity
                from meter_totals force index (primary)
                where (customer_key, window_start) in (%s)
                """.formatted(Placeholders.rows(windows.size(), 2));
        return jdbc.query(
                sql,
                statement -> setWindows(new Parameters(statement), windows),
                (row, number) ->
                        new MeterRow(keyFromRow(row), Bytes.text(row.getBytes("meter")), row.getLong("quantity")));
    }

    /** What each customer used behind its totals_seq, which the totals do not hold; a customer without is missing. */
    Map<Long, Tail> tails(Collection<Long> customerKeys) {
        Map<Long, Tail> tails = new HashMap<>();
        for (List<Long> chunk : Chunks.of(new TreeSet<>(customerKeys))) {
            List<Behind> behind = behind(chunk);
            if (!behind.isEmpty()) {
                readWideTails(behind, tails);
                readMeterTails(behind, tails);
            }
        }
        return tails;
    }

    /** Those of whom something may be behind their totals_seq. */
    private List<Behind> behind(List<Long> customerKeys) {
        String sql = """
                select customer_key, totals_seq
                from customer_ledgers force index (primary)
                where customer_key in (%s)
                  and next_seq > totals_seq + 1
                """.formatted(Placeholders.list(customerKeys.size()));
        return jdbc.query(
                sql,
                statement -> {
                    Parameters parameters = new Parameters(statement);
                    for (long customerKey : customerKeys) {
                        parameters.number(customerKey);
                    }
                },
                (row, number) -> new Behind(row.getLong("customer_key"), row.getLong("totals_seq")));
    }

    /** By constants, one range of the primary key each: a join would read all rows of each customer. */
    private void readWideTails(List<Behind> behind, Map<Long, Tail> tails) {
        String sql = """
                select customer_key, window_start, model_id, count(*) as rows_counted, sum(requests) as requests,
                  sum(tokens_in) as tokens_in, sum(tokens_in_cached) as tokens_in_cached,
                  sum(tokens_in_cache_write) as tokens_in_cache_write, sum(tokens_out) as tokens_out,
                  sum(tokens_out_reasoning) as tokens_out_reasoning, sum(compute_millis) as compute_millis
                from usage_events force index (primary)
                where (%s)
                  and kind <> 'RERATE'
                group by customer_key, window_start, model_id
                """.formatted(ranges(behind));
        jdbc.query(sql, statement -> setRanges(statement, behind), row -> {
            ModelKey key = keyFromRow(row);
            tails.computeIfAbsent(key.window().customerKey(), customerKey -> new Tail())
                    .add(key.window(), key.modelId(), quantitiesFromRow(row), row.getLong("rows_counted"));
        });
    }

    private void readMeterTails(List<Behind> behind, Map<Long, Tail> tails) {
        String sql = """
                select customer_key, window_start, model_id, quantities, subject, usage_time, kind, event_id,
                  corrects_event_id
                from usage_events force index (primary)
                where (%s)
                  and quantities is not null
                """.formatted(ranges(behind));
        List<OwnRow> rows =
                jdbc.query(sql, statement -> setRanges(statement, behind), (row, number) -> OwnRow.fromRow(row));
        Aggregations aggregations = meters.of(rows.stream()
                .flatMap(row -> row.report().quantities().keySet().stream())
                .collect(Collectors.toSet()));
        rows.forEach(row -> tails.computeIfAbsent(row.key().window().customerKey(), customerKey -> new Tail())
                .add(row.key().window(), row.key().modelId(), row.counted(aggregations), 0));
    }

    /** The meters of one's own of an event behind the totals, as its row has them: negative in a VOID. */
    private record OwnRow(ModelKey key, OwnReport report, boolean isVoid) {

        Quantities counted(Aggregations aggregations) {
            return isVoid ? report.takenAway(aggregations) : report.counted(aggregations);
        }

        static OwnRow fromRow(ResultSet row) throws SQLException {
            NavigableMap<String, Long> reported = JsonObjects.longs(row.getBytes("quantities"));
            boolean isVoid = Bytes.text(row.getBytes("kind")).equals(RecordedEvent.Kind.VOID.name());
            LocalDateTime usageTime = Objects.requireNonNull(row.getObject("usage_time", LocalDateTime.class));
            OwnReport report = new OwnReport(
                    reported,
                    Bytes.text(row.getBytes("subject")),
                    UtcTimes.fromColumn(usageTime),
                    Bytes.text(row.getBytes(isVoid ? "corrects_event_id" : "event_id")));
            return new OwnRow(keyFromRow(row), report, isVoid);
        }
    }

    private static String ranges(List<Behind> behind) {
        return String.join(" or ", Collections.nCopies(behind.size(), "(customer_key = ? and seq > ?)"));
    }

    private static void setRanges(PreparedStatement statement, List<Behind> behind) throws SQLException {
        Parameters parameters = new Parameters(statement);
        for (Behind customer : behind) {
            parameters.number(customer.customerKey()).number(customer.totalsSeq());
        }
    }

    /** Adds these to the totals, in the script that also moves totals_seq behind the rows that they are of. */
    void writeAdded(Collection<UsageTotal> added, Script script) {
        script.insert("""
                insert into usage_totals (customer_key, window_start, model_id, requests, tokens_in, tokens_in_cached,
                  tokens_in_cache_write, tokens_out, tokens_out_reasoning, compute_millis)
                values""", added, UsageTotalRepository::toRow, """
                on duplicate key update
                  requests = requests + values(requests),
                  tokens_in = tokens_in + values(tokens_in),
                  tokens_in_cached = tokens_in_cached + values(tokens_in_cached),
                  tokens_in_cache_write = tokens_in_cache_write + values(tokens_in_cache_write),
                  tokens_out = tokens_out + values(tokens_out),
                  tokens_out_reasoning = tokens_out_reasoning + values(tokens_out_reasoning),
                  compute_millis = compute_millis + values(compute_millis)
                """);
        writeAddedMeters(
                added.stream()
                        .flatMap(total -> ownOf(total).entrySet().stream()
                                .map(own -> new MeterRow(
                                        new ModelKey(total.window(), total.modelId()), own.getKey(), own.getValue())))
                        .toList(),
                script);
        marks.writeAdded(added, script);
    }

    private static Map<String, Long> ownOf(UsageTotal total) {
        TreeMap<String, Long> own = new TreeMap<>(total.quantities().own());
        total.quantities().marks().byMeter().keySet().forEach(meter -> own.putIfAbsent(meter, 0L));
        return own;
    }

    private static void writeAddedMeters(List<MeterRow> added, Script script) {
        script.insert(
                "insert into meter_totals (customer_key, window_start, model_id, meter, quantity) values",
                added,
                (meter, row) -> row.number(meter.key().window().customerKey())
                        .time(meter.key().window().windowStart())
                        .id(meter.key().modelId())
                        .id(meter.meter())
                        .number(meter.quantity()),
                "on duplicate key update quantity = quantity + values(quantity)");
    }

    private static void setWindows(Parameters parameters, List<WindowKey> windows) throws SQLException {
        for (WindowKey window : windows) {
            parameters.number(window.customerKey()).time(window.windowStart());
        }
    }

    private static void toRow(UsageTotal total, Script row) {
        Quantities quantities = total.quantities();
        row.number(total.window().customerKey())
                .time(total.window().windowStart())
                .id(total.modelId())
                .number(quantities.requests())
                .number(quantities.tokensIn())
                .number(quantities.tokensInCached())
                .number(quantities.tokensInCacheWrite())
                .number(quantities.tokensOut())
                .number(quantities.tokensOutReasoning())
                .number(quantities.computeMillis());
    }

    private static ModelKey keyFromRow(ResultSet row) throws SQLException {
        LocalDateTime windowStart = Objects.requireNonNull(row.getObject("window_start", LocalDateTime.class));
        return new ModelKey(
                new WindowKey(row.getLong("customer_key"), UtcTimes.fromColumn(windowStart)),
                Bytes.text(row.getBytes("model_id")));
    }

    private static Quantities quantitiesFromRow(ResultSet row) throws SQLException {
        Tokens tokens = new Tokens(
                row.getLong("tokens_in"),
                row.getLong("tokens_in_cached"),
                row.getLong("tokens_in_cache_write"),
                row.getLong("tokens_out"),
                row.getLong("tokens_out_reasoning"));
        return new Quantities(
                row.getLong("requests"), tokens, row.getLong("compute_millis"), Collections.emptyNavigableMap());
    }
}
