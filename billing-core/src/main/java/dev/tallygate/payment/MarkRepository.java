package dev.tallygate.payment;

import dev.tallygate.time.UtcTimes;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The mark in {@code installation}: raised before calls are made, so that an older database has a lower one. */
final class MarkRepository {
    private final JdbcClient jdbc;

    MarkRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty where this database has no installation yet. */
    OptionalLong mark() {
        return jdbc.sql("""
                        select delivery_mark
                        from installation
                        where id = 1
                        """).query(Long.class).optional().map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Of calls since then this database may know nothing; before the first mark, of none since its beginning. */
    Instant markedTime() {
        return jdbc.sql("""
                select coalesce(marked_time, created_time) as known_time
                from installation
                where id = 1
                """)
                .query((row, number) -> UtcTimes.fromColumn(row.getObject("known_time", LocalDateTime.class)))
                .optional()
                .orElse(Instant.EPOCH);
    }

    /** One higher than it was. */
    void raise(Instant now) {
        jdbc.sql("""
                update installation
                set delivery_mark = delivery_mark + 1,
                  marked_time = :now
                where id = 1
                """).param("now", UtcTimes.toColumn(now)).update();
    }

    /** At least as high as this one. */
    void catchUp(long mark) {
        jdbc.sql("""
                update installation
                set delivery_mark = greatest(delivery_mark, :mark)
                where id = 1
                """).param("mark", mark).update();
    }
}
