package dev.tallygate.rig.bench;

import dev.tallygate.rig.DatabaseServer;
import dev.tallygate.rig.RigFailed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * What a good engineer writes by hand, without any of the guarantees: rows of the same table's shape, with plain JDBC.
 * Statements are kept prepared for as long as their connection lives.
 */
final class YardstickRepository implements AutoCloseable {
    private static final int COLUMNS = 28;
    private static final int CUSTOMERS_OF_A_SHAPE_MAX = 1_000_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private YardstickRepository(Connection connection) {
        this.connection = connection;
    }

    /** One connection; {@code form} says how its statements travel and whether each commits by itself. */
    static YardstickRepository open(String url, Yardsticks.Form form) {
        String options = (url.contains("?") ? "&" : "?") + "useServerPrepStmts=" + form.isPrepared()
                + "&useLocalSessionState=true&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true";
        try {
            Connection connection = DatabaseServer.connect(url + options);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(form.commitsByItself());
            return new YardstickRepository(connection);
        } catch (SQLException e) {
            throw new RigFailed("the database cannot be reached", e);
        }
    }

    /** Makes both tables anew, empty: the events' own shape and keys, and one row of totals per customer and model. */
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

    /** Makes the totals of each customer and model of this shape, where they are missing. */
    void prepareTotals(Shape shape) {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert ignore into bench_totals (customer_key, model_id, tokens_in, tokens_out, requests, held)
                values (?, ?, 0, 0, 0, 0)
                """)) {
            for (long number = 0; number < (long) shape.customers() * shape.models(); number++) {
                insert.setLong(1, customerKey(number, shape));
                insert.setBytes(2, bytes(Facts.modelId(number, shape)));
                insert.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new RigFailed("the yardstick's totals cannot be made", e);
        }
    }

    /** Inserts {@code count} facts from {@code first} on, so many rows a statement, and commits. */
    void insert(Facts facts, Shape shape, long first, int count, int rowsOfStatement) {
        try {
            for (int done = 0; done < count; done += rowsOfStatement) {
                int rows = Math.min(rowsOfStatement, count - done);
                PreparedStatement statement = insertOf(rows);
                int column = 1;
                for (int row = 0; row < rows; row++) {
                    column = set(statement, column, facts, shape, first + done + row);
                }
                statement.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new RigFailed("the yardstick cannot insert", e);
        }
    }

    /** What one call without grouping costs: one insert and one update of its totals, one commit. */
    void insertAndTotal(Facts facts, Shape shape, long number) {
        try {
            PreparedStatement insert = insertOf(1);
            set(insert, 1, facts, shape, number);
            insert.executeUpdate();
            PreparedStatement total = statement("""
                    insert into bench_totals (customer_key, model_id, tokens_in, tokens_out, requests, held)
                    values (?, ?, ?, ?, 1, 0)
                    on duplicate key update
                      tokens_in = tokens_in + values(tokens_in),
                      tokens_out = tokens_out + values(tokens_out),
                      requests = requests + 1
                    """);
            total.setLong(1, customerKey(number, shape));
            total.setBytes(2, bytes(Facts.modelId(number, shape)));
            total.setLong(3, Facts.tokensIn(number));
            total.setLong(4, Facts.tokensOut(number));
            total.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            throw new RigFailed("the yardstick cannot insert and total", e);
        }
    }

    /** Two plain conditional updates, each its own transaction: what a hold and its return cost without a ledger. */
    void holdAndReturn(Shape shape, long number) {
        update(shape, number, """
                update bench_totals set held = held + 1
                where customer_key = ? and model_id = ? and held + tokens_in < 9000000000000000
                """);
        update(shape, number, """
                update bench_totals set held = held - 1, tokens_in = tokens_in + 1
                where customer_key = ? and model_id = ? and held > 0
                """);
    }

    private void update(Shape shape, long number, String sql) {
        try {
            PreparedStatement update = statement(sql);
            update.setLong(1, customerKey(number, shape));
            update.setBytes(2, bytes(Facts.modelId(number, shape)));
            int rows = update.executeUpdate();
            if (rows != 1) {
                throw new RigFailed("the yardstick's update met " + rows + " rows (expected: 1)");
            }
        } catch (SQLException e) {
            throw new RigFailed("the yardstick cannot hold", e);
        }
    }

    private PreparedStatement insertOf(int rows) throws SQLException {
        String name = "insert of " + rows;
        PreparedStatement known = statements.get(name);
        if (known != null) {
            return known;
        }
        String row = "(" + String.join(",", Collections.nCopies(COLUMNS, "?")) + ")";
        PreparedStatement statement =
                connection.prepareStatement("""
                insert into bench_events (customer_key, seq, event_id, kind, corrects_event_id, model_id, model_provider,
                  subject, reservation_id, usage_time, recorded_time, requests, tokens_in, tokens_in_cached,
                  tokens_in_cache_write, tokens_out, tokens_out_reasoning, compute_millis, quantities, latency_millis,
                  labels, cost_units, period_start, window_start, plan_version_id, late, estimated, unpriced)
                values %s
                """.formatted(String.join(",", Collections.nCopies(rows, row))));
        statements.put(name, statement);
        return statement;
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
        return statement;
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
        return (long) shape.customers() * CUSTOMERS_OF_A_SHAPE_MAX + Facts.customer(number, shape);
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
