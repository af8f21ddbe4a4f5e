package dev.tallygate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.tallygate.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseConfigurationTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @Test
    void everySessionIsReadCommitted() {
        assertThat(variable("@@transaction_isolation")).isEqualTo("READ-COMMITTED");
    }

    @Test
    void everySessionIsInUtc() {
        assertThat(variable("@@session.time_zone")).isIn("+00:00", "UTC");
    }

    @Test
    void numbersThatDoNotFitAreRefusedByTheServer() {
        assertThat(variable("@@session.sql_mode")).contains("STRICT_TRANS_TABLES");
    }

    @Test
    void anAddressOfNoMySqlServerIsRefusedWithWhatIsExpected() {
        assertThatThrownBy(() -> DatabaseSettings.ofUrl("jdbc:postgresql://localhost/x"))
                .hasMessageContaining("TALLYGATE_DB_URL")
                .hasMessageContaining("jdbc:mysql://HOST:PORT/SCHEMA");
    }

    @Test
    void passwordsAreNotPrinted() {
        var settings = new DatabaseSettings(
                "jdbc:mysql://host/tallygate?password=hush",
                "seller",
                "hush",
                16,
                Duration.ofSeconds(10),
                Duration.ZERO);

        assertThat(settings.toString()).doesNotContain("hush");
    }

    @Test
    void thePoolHasSixteenConnectionsAndWaitsTenSecondsForOneAndForAnAnswerAsLongAsItTakes() {
        DatabaseSettings settings = new Binder(
                        new MapConfigurationPropertySource(Map.of("tallygate.db.url", "jdbc:mysql://host/tallygate")))
                .bindOrCreate("tallygate.db", DatabaseSettings.class);

        assertThat(settings)
                .isEqualTo(new DatabaseSettings(
                        "jdbc:mysql://host/tallygate", "", "", 16, Duration.ofSeconds(10), Duration.ZERO));
    }

    @Test
    void whereSilenceHasALimitNeitherSideWaitsForEver() throws SQLException {
        try (HikariDataSource pool = new DatabaseConfiguration().dataSource(withSilenceMax(Duration.ofSeconds(60)));
                Connection connection = pool.getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
            assertThat(JdbcClient.create(pool)
                            .sql("select @@session.wait_timeout")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(300);
        }
    }

    @Test
    void aMigrationMayTakeAsLongAsItLikes() throws SQLException {
        try (HikariDataSource pool = new DatabaseConfiguration().dataSource(withSilenceMax(Duration.ofSeconds(60)))) {
            pool.setMaximumPoolSize(1);
            try (Connection connection = new Unhurried(pool).getConnection()) {
                assertThat(connection.getNetworkTimeout()).isZero();
            }
            try (Connection again = pool.getConnection()) {
                assertThat(again.getNetworkTimeout()).isEqualTo(60_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.5S", "PT-1S", "PT24H1S"})
    void aLimitOfSilenceThatNobodyCanMeanIsRefusedWithWhatIsExpected(Duration silenceMax) {
        assertThatThrownBy(() -> withSilenceMax(silenceMax))
                .hasMessage("tallygate.db.silence-max: " + silenceMax
                        + " (expected: 1s to 1d, or 0s to wait as long as it takes)");
    }

    private static DatabaseSettings withSilenceMax(Duration silenceMax) {
        return new DatabaseSettings(DATABASE.url(), "", "", 16, Duration.ofSeconds(10), silenceMax);
    }

    private static String variable(String name) {
        return DATABASE.jdbcClient().sql("select " + name).query(String.class).single();
    }
}
