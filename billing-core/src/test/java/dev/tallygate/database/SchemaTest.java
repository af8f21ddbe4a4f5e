package dev.tallygate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.TestDatabase;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final Schema schema = new Schema(DATABASE.dataSource());

    /** Fails as soon as Flyway counts, names or orders otherwise than {@link Schema}. */
    @Test
    void whatFlywayHasAppliedIsCurrent() {
        assertThat(schema.isCurrent()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "checksum = checksum + 1, checksum = checksum - 1, Migration checksum mismatch for migration version 03",
        "success = 0,             success = 1,             Detected failed migration to version 03 (customers)",
        "type = 'JDBC',           type = 'SQL',            Detected applied migration not resolved locally: 03",
    })
    void whatDiffersIsRefusedInFlywaysWords(String change, String back, String words) {
        setThird(change);
        try {
            assertThat(schema.isCurrent()).isFalse();
            assertThatThrownBy(schema::migrate)
                    .isInstanceOf(FlywayException.class)
                    .hasMessageContaining(words);
        } finally {
            setThird(back);
        }
    }

    @Test
    void aMigrationOfALaterVersionIsLeftToFlywayWhichLetsItBe() {
        DATABASE.jdbcTemplate().update("""
                insert into flyway_schema_history
                    (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'somebody', 0, 1)
                """);
        try {
            assertThat(schema.isCurrent()).isFalse();
            schema.migrate();
        } finally {
            DATABASE.jdbcTemplate().update("delete from flyway_schema_history where installed_rank = 99");
        }
    }

    private static void setThird(String change) {
        DATABASE.jdbcTemplate()
                .update("update flyway_schema_history set " + change + " where script = 'V03__customers.sql'");
    }
}
