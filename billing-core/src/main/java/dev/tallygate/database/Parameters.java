package dev.tallygate.database;

import dev.tallygate.time.UtcTimes;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of one bulk statement from left to right, each by the kind of its column. */
public final class Parameters {

    private final PreparedStatement statement;
    private int last;

    public Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    /** A varbinary column. */
    public Parameters id(@Nullable String text) throws SQLException {
        statement.setBytes(++last, Bytes.ofNullable(text));
        return this;
    }

    /** An integer column. */
    public Parameters number(long number) throws SQLException {
        statement.setLong(++last, number);
        return this;
    }

    /** A datetime(6) column, in UTC, cut to microseconds: the server would round. */
    public Parameters time(@Nullable Instant time) throws SQLException {
        statement.setObject(++last, time == null ? null : UtcTimes.toColumn(time));
        return this;
    }
}
