package dev.tallygate.rig.bench;

import dev.tallygate.rig.RigFailed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a good engineer writes by hand, without any of the guarantees: rows of the same table's shape, with plain JDBC. */
final class YardstickRepository implements AutoCloseable {
    private static final int ROWS_IN_STATEMENT = 125;
    private static final int COLUMNS = 28;

    private final Connection connection;
    private final boolean prepared;

    private YardstickRepository(Connection connection, boolean prepared) {
        this.connection = connection;
        this.prepared = prepared;
    }

    /** One connection; {@code prepared} on the server, else as text. */
    static YardstickRepository open(String url, boolean prepared) {
        String options = (url.contains("?") ? "&" : "?") + "useServerPrepStmts=" + prepared
                + "&cachePrepStmts=true&prepStmtCacheSqlLimit=1000000&useLocalSessionState=true&connectionTimeZone=UTC"
                + "&forceConnectionTimeZoneToSession=true";
        try {
            Connection connection = DriverManager.getConnection(url + options);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            return new YardstickRepository(connection, prepared);
        } catch (SQLException e) {
            throw new RigFailed("the database cannot be reached", e);
        }
    }

    /** Makes both tables anew: the events' own shape and keys, and one row of totals per customer and model. */
    void prepareTables() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists bench_events");
            statement.execute("create table bench_events like usage_events");
            statement.execute("drop table if exists bench_totals");
            statement.execute(
                    "create table bench_totals (customer_key bigint not null, model_id varbinary(128) not null,"
                            + " tokens_in bigint not null, tokens_out bigint not null, requests bigint not null,"
                            + " held bigint not null, primary key (customer_key, model_id))");
            connection.commit();
        } catch (SQLException e) {
            throw new RigFailed("the yardstick's tables cannot be made", e);
        }
    }

    /** Inserts facts {@code from} to {@code to}, exclusive, and commits. */
    void insert(Facts facts, Shape shape, long from, long to) {
        try {
            for (long first = from; first < to; first += ROWS_IN_STATEMENT) {
                int rows = (int) Math.min(ROWS_IN_STATEMENT, to - first);
                PreparedStatement statement = statementOf(rows);
                int column = 1;
                for (int row = 0; row < rows; row++) {
                    column = set(statement, column, facts, shape, first + row);
                }
                statement.executeUpdate();
                if (!prepared) {
                    statement.close();
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new RigFailed("the yardstick cannot insert", e);
        }
    }

    /** What one call without grouping costs: one insert and one update of its totals, one commit. */
    void insertAndTotal(Facts facts, Shape shape, long number) {
        try (PreparedStatement insert = statementOf(1);
                PreparedStatement total = connection.prepareStatement("""
                        insert into bench_totals (customer_key, model_id, tokens_in, tokens_out, requests, held)
                        values (?, ?, ?, ?, 1, 0)
                        on duplicate key update
                          tokens_in = tokens_in + values(tokens_in),
                          tokens_out = tokens_out + values(tokens_out),
                          requests = requests + 1
                        """)) {
            set(insert, 1, facts, shape, number);
            insert.executeUpdate();
            total.setLong(1, number % shape.customers());
            total.setBytes(2, bytes(Facts.modelId(number, shape)));
            total.setLong(3, Facts.tokensIn(number));
            total.setLong(4, Facts.tokensOut(number));
            total.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            throw new RigFailed("the yardstick cannot insert and total", e);
        }
    }

    /** Two plain conditional updates: what a hold and its return cost without a ledger. */
    void holdAndReturn(Shape shape, long number) {
        try (PreparedStatement hold = connection.prepareStatement("""
                        update bench_totals set held = held + 1
                        where customer_key = ? and model_id = ? and held + tokens_in < 9000000000000000
                        """);
                PreparedStatement giveBack = connection.prepareStatement("""
                        update bench_totals set held = held - 1, tokens_in = tokens_in + 1
                        where customer_key = ? and model_id = ? and held > 0
                        """)) {
            for (PreparedStatement update : List.of(hold, giveBack)) {
                update.setLong(1, number % shape.customers());
                update.setBytes(2, bytes(Facts.modelId(number, shape)));
                update.executeUpdate();
                connection.commit();
            }
        } catch (SQLException e) {
            throw new RigFailed("the yardstick cannot hold", e);
        }
    }

    /** Sums the events as a bill without totals would; answers how many groups there are. */
    int groupBy() {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select customer_key, model_id, sum(tokens_in), sum(tokens_out), count(*)
                        from usage_events
                        group by customer_key, model_id
                        """)) {
            int groups = 0;
            while (rows.next()) {
                groups++;
            }
            connection.commit();
            return groups;
        } catch (SQLException e) {
            throw new RigFailed("the yardstick cannot sum", e);
        }
    }

    long count() {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from usage_events")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new RigFailed("the events cannot be counted", e);
        }
    }

    String version() {
        try {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new RigFailed("the database does not say its version", e);
        }
    }

    private PreparedStatement statementOf(int rows) throws SQLException {
        String row = "("
                + String.join(
                        ",", IntStream.range(0, COLUMNS).mapToObj(i -> "?").toList()) + ")";
        List<String> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            all.add(row);
        }
        return connection.prepareStatement("""
                insert into bench_events (customer_key, seq, event_id, kind, corrects_event_id, model_id, model_provider,
                  subject, reservation_id, usage_time, recorded_time, requests, tokens_in, tokens_in_cached,
                  tokens_in_cache_write, tokens_out, tokens_out_reasoning, compute_millis, quantities, latency_millis,
                  labels, cost_units, period_start, window_start, plan_version_id, late, estimated, unpriced)
                values %s
                """.formatted(String.join(",", all)));
    }

    private static int set(PreparedStatement statement, int first, Facts facts, Shape shape, long number)
            throws SQLException {
        int column = first;
        Timestamp time = Timestamp.from(facts.usageTime());
        statement.setLong(column++, customerKey(number, shape));
        statement.setLong(column++, number / shape.customers());
        statement.setBytes(column++, bytes(facts.eventId(number)));
        statement.setBytes(column++, bytes("USAGE"));
        statement.setNull(column++, Types.VARBINARY);
        statement.setBytes(column++, bytes(Facts.modelId(number, shape)));
        statement.setBytes(column++, bytes("openai"));
        statement.setBytes(column++, bytes(""));
        statement.setNull(column++, Types.VARBINARY);
        statement.setTimestamp(column++, time);
        statement.setTimestamp(column++, time);
        statement.setLong(column++, 1);
        statement.setLong(column++, Facts.tokensIn(number));
        statement.setNull(column++, Types.BIGINT);
        statement.setNull(column++, Types.BIGINT);
        statement.setLong(column++, Facts.tokensOut(number));
        statement.setNull(column++, Types.BIGINT);
        statement.setNull(column++, Types.BIGINT);
        statement.setNull(column++, Types.VARBINARY);
        statement.setLong(column++, number % 2_000);
        statement.setNull(column++, Types.VARBINARY);
        statement.setBigDecimal(column++, BigDecimal.valueOf(number % 1_000, 6));
        statement.setTimestamp(column++, time);
        statement.setTimestamp(column++, time);
        statement.setLong(column++, 1);
        statement.setInt(column++, 0);
        statement.setInt(column++, 0);
        statement.setInt(column++, 0);
        return column;
    }

    /** Its own range for each shape, so that no two facts of a run share a key. */
    private static long customerKey(long number, Shape shape) {
        return shape.customers() * 1_000_000L + number % shape.customers();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new RigFailed("the yardstick's connection cannot be closed", e);
        }
    }
}
