package dev.tallygate.rig.drill;

import dev.tallygate.rig.DatabaseServer;
import dev.tallygate.rig.RigFailed;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks into the database from outside, with a connection of its own. */
final class RowsRepository implements AutoCloseable {
    private final Connection connection;

    private RowsRepository(Connection connection) {
        this.connection = connection;
    }

    static RowsRepository open(String url) {
        try {
            return new RowsRepository(DatabaseServer.connect(url));
        } catch (SQLException e) {
            throw new RigFailed("the database of the drills cannot be read", e);
        }
    }

    /** Whether there is a database that takes a connection. */
    static boolean answers(String url) {
        try (Connection connection = DatabaseServer.connect(url)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Makes an empty schema of this name, whatever was in it. */
    void createSchema(String name) {
        dropSchema(name);
        execute("create database " + name);
    }

    void dropSchema(String name) {
        execute("drop database if exists " + name);
    }

    /** Tokens of each row of each event, by event, by customer: an event that was counted twice has two. */
    Map<String, Map<String, List<Long>>> tokens() {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select c.customer_id, e.event_id, e.tokens_in
                        from usage_events e
                        join customers c on c.customer_key = e.customer_key
                        """)) {
            Map<String, Map<String, List<Long>>> found = new HashMap<>();
            while (rows.next()) {
                found.computeIfAbsent(text(rows, 1), first -> new HashMap<>())
                        .computeIfAbsent(text(rows, 2), first -> new ArrayList<>())
                        .add(rows.getLong(3));
            }
            return found;
        } catch (SQLException e) {
            throw new RigFailed("the rows of events cannot be read", e);
        }
    }

    /** Holds a lock on every row of a table until {@link #unlock}. */
    void lockRows(String table) {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("select customer_key from " + table + " for update");
        } catch (SQLException e) {
            throw new RigFailed("the rows of " + table + " cannot be locked", e);
        }
    }

    void unlock() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new RigFailed("the locks cannot be let go", e);
        }
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new RigFailed(sql + " failed", e);
        }
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return new String(row.getBytes(column), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new RigFailed("the database connection cannot be closed", e);
        }
    }
}
