package dev.tallygate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that a test takes away and brings back. */
public final class SeverableDatabase extends DelegatingDataSource {
    private final AtomicBoolean away = new AtomicBoolean();

    public SeverableDatabase(DataSource database) {
        super(database);
    }

    /** From now on nobody gets a connection, or everybody does again. */
    public void setAway(boolean isAway) {
        away.set(isAway);
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (away.get()) {
            throw new SQLTransientConnectionException("the test took the database away");
        }
        return super.getConnection();
    }
}
