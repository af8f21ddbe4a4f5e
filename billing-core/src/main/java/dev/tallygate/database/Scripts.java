package dev.tallygate.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Runs {@link Script}s: inside a transaction of the caller's, or as one transaction in one trip to the server, where its
 * begin, its statements and its commit are sent together. The latter has connections of its own, since no others may take
 * several statements at once.
 */
public class Scripts implements AutoCloseable {

    private static final SQLExceptionTranslator TRANSLATOR = new SQLExceptionSubclassTranslator();

    private final JdbcTemplate jdbc;
    private final HikariDataSource oneTrip;

    Scripts(JdbcTemplate jdbc, HikariDataSource oneTrip) {
        this.jdbc = jdbc;
        this.oneTrip = oneTrip;
    }

    /** Runs the statements one after the other, in the caller's transaction. */
    public void run(Script script) {
        script.run(jdbc);
    }

    /**
     * Returns once everything is committed.
     *
     * @throws DataAccessException where a statement failed: nothing is written then; where the connection was lost it is
     *     unknown, and whoever holds the same gates next finds what happened
     */
    public void commit(Script script) {
        try (Connection connection = oneTrip.getConnection();
                Statement statement = connection.createStatement()) {
            try {
                send(statement, script);
            } catch (SQLException failure) {
                rollBack(connection);
                throw failure;
            }
        } catch (SQLException failure) {
            DataAccessException translated = TRANSLATOR.translate("one trip", null, failure);
            throw translated == null
                    ? new DataAccessResourceFailureException("the database did not answer", failure)
                    : translated;
        }
    }

    private static void send(Statement statement, Script script) throws SQLException {
        StringBuilder text = new StringBuilder("begin");
        script.statements().forEach(one -> text.append(';').append(one));
        statement.setEscapeProcessing(false);
        statement.execute(text.append(";commit").toString());
        int answered = 1;
        while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
            answered++;
        }
        if (answered != script.statements().size() + 2) {
            throw new SQLException("answers: " + answered + " (expected: "
                    + (script.statements().size() + 2) + ")");
        }
    }

    /** A connection that cannot even roll back is given up: the server rolls back by itself. */
    private void rollBack(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("rollback");
        } catch (SQLException lost) {
            oneTrip.evictConnection(connection);
        }
    }

    @Override
    public void close() {
        oneTrip.close();
    }
}
