package dev.tallygate.database;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what Flyway has applied. */
final class SchemaHistoryRepository {
    private static final int ROWS_MAX = 1_000;

    private final JdbcClient jdbcClient;

    SchemaHistoryRepository(DataSource dataSource) {
        this.jdbcClient = JdbcClient.create(dataSource);
    }

    /** In the order in which they were applied; none where there is no history yet. */
    List<AppliedMigration> applied() {
        try {
            return jdbcClient
                    .sql("""
                            select type, script, checksum, success
                            from flyway_schema_history
                            order by installed_rank
                            limit :max
                            """)
                    .param("max", ROWS_MAX)
                    .query((row, number) -> new AppliedMigration(
                            row.getString("type"),
                            row.getString("script"),
                            row.getObject("checksum", Integer.class),
                            row.getBoolean("success")))
                    .list();
        } catch (BadSqlGrammarException noHistory) {
            return List.of();
        }
    }
}
