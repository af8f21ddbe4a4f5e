package dev.tallygate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.TestDatabase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

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
                "jdbc:mysql://host/tallygate?password=hush", "seller", "hush", 16, Duration.ofSeconds(10));

        assertThat(settings.toString()).doesNotContain("hush");
    }

    @Test
    void thePoolHasSixteenConnectionsAndWaitsTenSecondsForOne() {
        DatabaseSettings settings = new Binder(
                        new MapConfigurationPropertySource(Map.of("tallygate.db.url", "jdbc:mysql://host/tallygate")))
                .bindOrCreate("tallygate.db", DatabaseSettings.class);

        assertThat(settings)
                .isEqualTo(new DatabaseSettings("jdbc:mysql://host/tallygate", "", "", 16, Duration.ofSeconds(10)));
    }

    private static String variable(String name) {
        return DATABASE.jdbcClient().sql("select " + name).query(String.class).single();
    }
}
