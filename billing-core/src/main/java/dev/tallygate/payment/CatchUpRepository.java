package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code catch_ups}: how far the events of each account were listed. */
final class CatchUpRepository {
    private final JdbcClient jdbc;

    CatchUpRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Instant> listedUntil(EventSource source) {
        return jdbc.sql("""
                        select listed_until_time
                        from catch_ups
                        where provider = :provider
                          and account = :account
                        """)
                .param("provider", Bytes.of(source.provider()))
                .param("account", Bytes.of(source.account()))
                .query((row, number) -> UtcTimes.fromColumn(row.getObject("listed_until_time", LocalDateTime.class)))
                .optional();
    }

    /** Only ever later. */
    void listed(EventSource source, Instant until) {
        jdbc.sql("""
                insert into catch_ups (provider, account, listed_until_time)
                values (:provider, :account, :until)
                on duplicate key update
                  listed_until_time = greatest(listed_until_time, values(listed_until_time))
                """)
                .param("provider", Bytes.of(source.provider()))
                .param("account", Bytes.of(source.account()))
                .param("until", UtcTimes.toColumn(until))
                .update();
    }
}
