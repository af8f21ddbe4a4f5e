package dev.tallygate.sandbox.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The schemas of a server, without the server's own. */
record SchemaRepository(Connection connection) {
    private static final int NAMES_MAX = 10_000;

    List<String> names() throws SQLException {
        String sql = """
                select schema_name
                from information_schema.schemata
                where schema_name not in ('mysql', 'sys', 'information_schema', 'performance_schema')
                order by schema_name
                limit ?
                """;
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, NAMES_MAX);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** A name cannot be a parameter of this statement: it is quoted. */
    void drop(String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists `" + name.replace("`", "``") + "`");
        }
    }

    /** From now on the server looks twice a minute whether anybody is connected, and ends when nobody is. */
    void endServerWhenUnused() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop event if exists mysql.end_when_unused");
            statement.execute("""
                    create event mysql.end_when_unused
                    on schedule every 30 second
                    starts current_timestamp + interval 30 second
                    do
                      if (select count(*)
                          from information_schema.processlist
                          where id <> connection_id()
                            and user not in ('system user', 'event_scheduler')) = 0
                      then shutdown;
                      end if
                    """);
            statement.execute("set global event_scheduler = on");
        }
    }
}
