package dev.tallygate;

import com.zaxxer.hikari.HikariDataSource;
import dev.tallygate.database.DatabaseConfiguration;
import dev.tallygate.database.DatabaseSettings;
import dev.tallygate.database.Transactions;
import dev.tallygate.sandbox.database.EmbeddedDatabase;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A migrated schema of its own for one test class, dropped after the class:
 * {@code @RegisterExtension static final TestDatabase DATABASE = TestDatabase.create();}.
 * The server is the one of TALLYGATE_TEST_DB_URL, else the embedded one that all tests share.
 */
public final class TestDatabase implements AfterAllCallback {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String url;
    private final String schema;
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final HikariDataSource dataSource;
    private final List<Runnable> whenCleared = new CopyOnWriteArrayList<>();
    private List<String> tables = List.of();
    private int backups;

    private TestDatabase(String serverUrl) {
        this.schema = "tallygate_test_" + HexFormat.of().toHexDigits(RANDOM.nextLong());
        this.url = serverUrl.replaceFirst("^(jdbc:mysql://[^/?]+)/?[^?]*(\\?.*)?$", "$1/" + schema + "$2");
        create(serverUrl);
        this.dataSource = openDataSource();
        new DatabaseConfiguration().schema(dataSource).migrate();
    }

    /** A new schema, migrated. */
    public static TestDatabase create() {
        return new TestDatabase(serverUrl());
    }

    /** Its address, user included: what {@code tallygate.db.url} takes. */
    public String url() {
        return url;
    }

    /** The pool that production code would have. */
    public HikariDataSource dataSource() {
        return dataSource;
    }

    /** One more pool, as one more server would have; closed with the class. */
    public HikariDataSource openDataSource() {
        HikariDataSource pool = new DatabaseConfiguration().dataSource(DatabaseSettings.ofUrl(url));
        pools.add(pool);
        return pool;
    }

    public JdbcClient jdbcClient() {
        return JdbcClient.create(dataSource);
    }

    public JdbcTemplate jdbcTemplate() {
        return new JdbcTemplate(dataSource);
    }

    public TransactionTemplate transactionTemplate() {
        return new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    public Transactions transactions() {
        return new Transactions(transactionTemplate());
    }

    /** Empties every table, for classes whose tests must not see each other's rows. */
    public void clear() {
        if (tables.isEmpty()) {
            tables = readTables();
        }
        List<String> names = tables;
        jdbcTemplate().execute((java.sql.Connection connection) -> {
            try (var statement = connection.createStatement()) {
                statement.execute("set foreign_key_checks = 0");
                for (String table : names) {
                    statement.execute("delete from `" + table + "`");
                }
                statement.execute("set foreign_key_checks = 1");
            }
            return names.size();
        });
        whenCleared.forEach(Runnable::run);
    }

    /** Keeps what every table has now; what comes back puts it there again, as a restore from a backup does. */
    public Runnable backup() {
        if (tables.isEmpty()) {
            tables = readTables();
        }
        String kept = schema + "_" + ++backups;
        jdbcTemplate().execute("create database " + kept);
        tables.forEach(table -> jdbcTemplate()
                .execute("create table %s.`%s` as select * from %s.`%s`".formatted(kept, table, schema, table)));
        return () -> {
            clear();
            tables.forEach(table -> jdbcTemplate()
                    .execute("insert into %s.`%s` select * from %s.`%s`".formatted(schema, table, kept, table)));
            jdbcTemplate().execute("alter table customers auto_increment = 1");
            jdbcTemplate().execute("drop database " + kept);
        };
    }

    /** Has somebody told each time all is gone. */
    public void whenCleared(Runnable told) {
        whenCleared.add(told);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        drop();
    }

    /** Drops the schema, for whoever keeps it longer than one class. */
    public void drop() {
        jdbcTemplate().execute("drop database " + schema);
        pools.forEach(HikariDataSource::close);
    }

    private List<String> readTables() {
        return jdbcClient()
                .sql("""
                        select table_name
                        from information_schema.tables
                        where table_schema = :schema
                          and table_type = 'BASE TABLE'
                          and lower(table_name) <> 'flyway_schema_history'
                          and upper(table_name) not like 'BATCH%SEQ'
                        """)
                .param("schema", schema)
                .query((row, number) -> row.getString(1))
                .list();
    }

    private void create(String serverUrl) {
        try (HikariDataSource server = new DatabaseConfiguration().dataSource(DatabaseSettings.ofUrl(serverUrl))) {
            new JdbcTemplate(server).execute("create database " + schema + " character set utf8mb4");
        }
    }

    private static String serverUrl() {
        String configured = System.getenv("TALLYGATE_TEST_DB_URL");
        return configured == null ? EmbeddedDatabase.sharedForTests().jdbcUrl("tallygate_test") : configured;
    }
}
