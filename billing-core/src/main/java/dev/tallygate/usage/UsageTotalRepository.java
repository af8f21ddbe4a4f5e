package dev.tallygate.usage;

import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.Parameters;
import dev.tallygate.database.Placeholders;
import dev.tallygate.meter.Quantities;
import dev.tallygate.meter.Tokens;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of {@code usage_totals} and {@code meter_totals}; written only under the customer's gate. */
final class UsageTotalRepository {

    private final JdbcTemplate jdbc;

    UsageTotalRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record ModelKey(WindowKey window, String modelId) {}

    private record MeterRow(ModelKey key, String meter, long quantity) {}

    /** All totals of the windows. */
    List<UsageTotal> read(Collection<WindowKey> windows) {
        List<UsageTotal> totals = new ArrayList<>();
        for (List<WindowKey> chunk : Chunks.of(new TreeSet<>(windows))) {
            Map<ModelKey, NavigableMap<String, Long>> own = new HashMap<>();
            for (MeterRow row : readMeters(chunk)) {
                own.computeIfAbsent(row.key(), key -> new TreeMap<>()).put(row.meter(), row.quantity());
            }
            totals.addAll(readWide(chunk, own));
        }
        return totals;
    }

    private List<UsageTotal> readWide(List<WindowKey> windows, Map<ModelKey, NavigableMap<String, Long>> own) {
        String sql = """
                select customer_key, window_start, model_id, requests, tokens_in, tokens_in_cached,
                  tokens_in_cache_write, tokens_out, tokens_out_reasoning, compute_millis
                from usage_totals force index (primary)
                where (customer_key, window_start) in (%s)
                """.formatted(Placeholders.rows(windows.size(), 2));
        return jdbc.query(sql, statement -> setWindows(new Parameters(statement), windows), (row, number) -> {
            ModelKey key = keyFromRow(row);
            return new UsageTotal(
                    key.window(), key.modelId(), quantitiesFromRow(row, own.getOrDefault(key, new TreeMap<>())));
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

    /** Makes or rewrites the totals, which are absolute. */
    void save(Collection<UsageTotal> totals) {
        Chunks.of(totals).forEach(this::saveWide);
        List<MeterRow> meters = totals.stream()
                .flatMap(total -> total.quantities().own().entrySet().stream()
                        .map(own -> new MeterRow(
                                new ModelKey(total.window(), total.modelId()), own.getKey(), own.getValue())))
                .toList();
        Chunks.of(meters).forEach(this::saveMeters);
    }

    private void saveWide(List<UsageTotal> totals) {
        String sql = """
                insert into usage_totals (customer_key, window_start, model_id, requests, tokens_in, tokens_in_cached,
                  tokens_in_cache_write, tokens_out, tokens_out_reasoning, compute_millis)
                values %s
                on duplicate key update
                  requests = values(requests),
                  tokens_in = values(tokens_in),
                  tokens_in_cached = values(tokens_in_cached),
                  tokens_in_cache_write = values(tokens_in_cache_write),
                  tokens_out = values(tokens_out),
                  tokens_out_reasoning = values(tokens_out_reasoning),
                  compute_millis = values(compute_millis)
                """.formatted(Placeholders.rows(totals.size(), 10));
        jdbc.update(sql, statement -> {
            Parameters parameters = new Parameters(statement);
            for (UsageTotal total : totals) {
                toRow(total, parameters);
            }
        });
    }

    private void saveMeters(List<MeterRow> meters) {
        String sql = """
                insert into meter_totals (customer_key, window_start, model_id, meter, quantity)
                values %s
                on duplicate key update
                  quantity = values(quantity)
                """.formatted(Placeholders.rows(meters.size(), 5));
        jdbc.update(sql, statement -> {
            Parameters parameters = new Parameters(statement);
            for (MeterRow row : meters) {
                parameters
                        .number(row.key().window().customerKey())
                        .time(row.key().window().windowStart())
                        .id(row.key().modelId())
                        .id(row.meter())
                        .number(row.quantity());
            }
        });
    }

    private static void setWindows(Parameters parameters, List<WindowKey> windows) throws SQLException {
        for (WindowKey window : windows) {
            parameters.number(window.customerKey()).time(window.windowStart());
        }
    }

    private static void toRow(UsageTotal total, Parameters parameters) throws SQLException {
        Quantities quantities = total.quantities();
        parameters
                .number(total.window().customerKey())
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

    private static Quantities quantitiesFromRow(ResultSet row, NavigableMap<String, Long> own) throws SQLException {
        Tokens tokens = new Tokens(
                row.getLong("tokens_in"),
                row.getLong("tokens_in_cached"),
                row.getLong("tokens_in_cache_write"),
                row.getLong("tokens_out"),
                row.getLong("tokens_out_reasoning"));
        return new Quantities(row.getLong("requests"), tokens, row.getLong("compute_millis"), own);
    }
}
