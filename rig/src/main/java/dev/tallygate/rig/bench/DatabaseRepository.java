package dev.tallygate.rig.bench;

import dev.tallygate.rig.DatabaseServer;
import dev.tallygate.rig.RigFailed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the database server says of itself and of a schema, and the schemas that the bench makes. */
final class DatabaseRepository implements AutoCloseable {
    private static final double PAGE_BYTES = 16_384;

    private final Connection connection;

    private DatabaseRepository(Connection connection) {
        this.connection = connection;
    }

    static DatabaseRepository open(String url) {
        try {
            return new DatabaseRepository(DatabaseServer.connect(url));
        } catch (SQLException e) {
            throw new RigFailed("the database cannot be reached", e);
        }
    }

    /** Makes a schema anew, empty. */
    void recreate(String schema) {
        drop(schema);
        execute("create schema " + schema);
    }

    /** Makes a schema anew with all tables and rows that this one has now. */
    void copyTo(String schema) {
        recreate(schema);
        for (String table : tables()) {
            execute("create table " + schema + "." + table + " like " + table);
            execute("insert into " + schema + "." + table + " select * from " + table);
        }
    }

    private List<String> tables() {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select table_name from information_schema.tables where table_schema = database()")) {
            List<String> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            return tables;
        } catch (SQLException e) {
            throw new RigFailed("the database does not tell its tables", e);
        }
    }

    void drop(String schema) {
        execute("drop schema if exists " + schema);
    }

    String version() {
        return text("select version()");
    }

    /** "10.4.1-MariaDB, innodb_flush_log_at_trx_commit 1, ...": what decides how fast and how safe a commit is. */
    String settings() {
        Map<String, String> values = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show global variables where variable_name in"
                        + " ('innodb_flush_log_at_trx_commit', 'innodb_doublewrite', 'sync_binlog', 'log_bin',"
                        + " 'innodb_flush_method', 'innodb_log_file_size', 'innodb_redo_log_capacity')")) {
            while (rows.next()) {
                values.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
            }
        } catch (SQLException e) {
            throw new RigFailed("the database does not tell its settings", e);
        }
        StringBuilder line = new StringBuilder();
        values.forEach((name, value) ->
                line.append(line.isEmpty() ? "" : ", ").append(name).append(' ').append(value));
        return line.toString();
    }

    long bufferPoolMegabytes() {
        return number("select @@innodb_buffer_pool_size") / 1024 / 1024;
    }

    long events() {
        return number("select count(*) from usage_events");
    }

    /** Sums the events as a bill without totals would; answers how many groups there are. */
    int groupBy() {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select customer_key, model_id, sum(tokens_in), sum(tokens_out), count(*)
                        from usage_events
                        group by customer_key, model_id
                        """)) {
            int groups = 0;
            while (rows.next()) {
                groups++;
            }
            return groups;
        } catch (SQLException e) {
            throw new RigFailed("the yardstick cannot sum", e);
        }
    }

    /** An invoice of this customer that was billed before. */
    String invoiceOf(String customerId) {
        return text(
                "select cast(i.invoice_id as char) from invoices i join customers c on c.customer_key = i.customer_key"
                        + " where c.customer_id = '" + customerId + "' limit 1");
    }

    /**
     * Bytes of pages.
     *
     * @param data of the leaf pages with the rows
     * @param index of the leaf pages of all other indexes
     */
    record Pages(double data, double index) {
        Pages minus(Pages before) {
            return new Pages(data - before.data, index - before.index);
        }
    }

    /** What the events' rows and indexes fill now; counts the pages anew. */
    Pages eventPages() {
        text("analyze table usage_events");
        String leaves =
                "select coalesce(sum(stat_value), 0) from mysql.innodb_index_stats where database_name = database()"
                        + " and table_name = 'usage_events' and stat_name = 'n_leaf_pages' and index_name ";
        return new Pages(number(leaves + "= 'PRIMARY'") * PAGE_BYTES, number(leaves + "<> 'PRIMARY'") * PAGE_BYTES);
    }

    /** Bytes of all binary logs; empty where the server writes none. */
    Optional<Long> binlogBytes() {
        if (number("select @@log_bin") == 0) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show binary logs")) {
            long bytes = 0;
            while (rows.next()) {
                bytes += rows.getLong(2);
            }
            return Optional.of(bytes);
        } catch (SQLException e) {
            throw new RigFailed("the database does not tell its binary logs", e);
        }
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new RigFailed(sql + " failed", e);
        }
    }

    private long number(String query) {
        return Long.parseLong(text(query));
    }

    private String text(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new RigFailed(query + " failed", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new RigFailed("the database cannot be left", e);
        }
    }
}
