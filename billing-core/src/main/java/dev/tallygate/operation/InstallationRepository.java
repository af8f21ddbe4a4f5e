package dev.tallygate.operation;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.time.LocalDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The one row of {@code installation}. */
final class InstallationRepository {
    private final JdbcClient jdbc;

    InstallationRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Installation> find() {
        return jdbc.sql("""
                select installation_id, mode, created_time
                from installation
                where id = 1
                """)
                .query((row, number) -> new Installation(
                        Bytes.text(row.getBytes("installation_id")),
                        Mode.ofWord(Bytes.text(row.getBytes("mode"))),
                        UtcTimes.fromColumn(row.getObject("created_time", LocalDateTime.class))))
                .optional();
    }

    void insert(Installation installation) {
        jdbc.sql("""
                insert into installation (id, installation_id, mode, created_time)
                values (1, :installationId, :mode, :createdTime)
                """)
                .param("installationId", Bytes.of(installation.installationId()))
                .param("mode", Bytes.of(installation.mode().word()))
                .param("createdTime", UtcTimes.toColumn(installation.createdTime()))
                .update();
    }
}
