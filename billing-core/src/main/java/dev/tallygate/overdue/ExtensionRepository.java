package dev.tallygate.overdue;

import dev.tallygate.time.UtcTimes;
import java.time.LocalDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code payment_extensions}: the latest holds, the others tell how it came to that. */
final class ExtensionRepository {

    private final JdbcClient jdbc;

    ExtensionRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The latest first. */
    List<Extension> of(long customerKey, int limit) {
        return jdbc.sql("""
                select given_time, until_time, note
                from payment_extensions
                where customer_key = :customer_key
                order by given_time desc
                limit :limit
                """)
                .param("customer_key", customerKey)
                .param("limit", limit)
                .query((row, number) -> new Extension(
                        UtcTimes.fromColumn(row.getObject(1, LocalDateTime.class)),
                        UtcTimes.fromColumn(row.getObject(2, LocalDateTime.class)),
                        row.getString(3)))
                .list();
    }

    void insert(long customerKey, Extension extension) {
        jdbc.sql("""
                insert into payment_extensions (customer_key, given_time, until_time, note)
                values (:customer_key, :given_time, :until_time, :note)
                on duplicate key update until_time = values(until_time), note = values(note)
                """)
                .param("customer_key", customerKey)
                .param("given_time", UtcTimes.toColumn(extension.givenTime()))
                .param("until_time", UtcTimes.toColumn(extension.until()))
                .param("note", extension.note())
                .update();
    }
}
