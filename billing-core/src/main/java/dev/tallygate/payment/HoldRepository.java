package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code delivery_holds}, and what they do to {@code deliveries}. */
final class HoldRepository {
    private final JdbcClient jdbc;

    HoldRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By provider. */
    List<Hold> all() {
        return jdbc.sql("""
                select provider, cause, since_time, held_time, note
                from delivery_holds
                order by provider
                limit 100
                """).query((row, number) -> fromRow(row)).list();
    }

    Optional<Hold> find(String provider) {
        return all().stream().filter(hold -> hold.provider().equals(provider)).findFirst();
    }

    /** A restore takes an operator's hold over; the first restore of several not yet mended has the earliest time. */
    void put(Hold hold) {
        jdbc.sql("""
                insert into delivery_holds (provider, cause, since_time, held_time, note)
                values (:provider, :cause, :since_time, :held_time, :note)
                on duplicate key update
                  since_time = least(since_time, :since_time),
                  cause = :cause,
                  note = :note
                """)
                .param("provider", Bytes.of(hold.provider()))
                .param("cause", Bytes.of(hold.cause().name()))
                .param("since_time", UtcTimes.toColumn(hold.sinceTime()))
                .param("held_time", UtcTimes.toColumn(hold.heldTime()))
                .param("note", DeliveryRepository.shortened(hold.note()))
                .update();
    }

    void delete(String provider) {
        jdbc.sql("""
                delete from delivery_holds
                where provider = :provider
                """).param("provider", Bytes.of(provider)).update();
    }

    /** Keeps everything back that nobody is at; what is on its way is recorded as it ends. */
    int holdRows(String provider, Instant now) {
        return jdbc.sql("""
                update deliveries
                set state = 'HELD',
                  lease_owner = null,
                  lease_until_time = null,
                  updated_time = :now
                where provider = :provider
                  and (state in ('PLANNED', 'UNKNOWN') or state = 'SENT' and lease_until_time <= :now)
                """)
                .param("provider", Bytes.of(provider))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** Of held rows nobody knows whether they were sent: they are looked up before they are. */
    void forgetSends(String provider, Instant since, Instant now) {
        jdbc.sql("""
                update deliveries
                set first_sent_time = least(coalesce(first_sent_time, :since), :since),
                  request_hash = null,
                  endpoint = null,
                  updated_time = :now
                where provider = :provider
                  and state = 'HELD'
                """)
                .param("provider", Bytes.of(provider))
                .param("since", UtcTimes.toColumn(since))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** Lets held rows go on: what may have been sent is in doubt. Those that are due are due at once. */
    int releaseRows(String provider, Instant now) {
        return jdbc.sql("""
                update deliveries
                set state = case when first_sent_time is null then 'PLANNED' else 'UNKNOWN' end,
                  updated_time = :now
                where provider = :provider
                  and state = 'HELD'
                """)
                .param("provider", Bytes.of(provider))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    private static Hold fromRow(ResultSet row) throws SQLException {
        return new Hold(
                Bytes.text(row.getBytes("provider")),
                Hold.Cause.valueOf(Bytes.text(row.getBytes("cause"))),
                UtcTimes.fromColumn(row.getObject("since_time", LocalDateTime.class)),
                UtcTimes.fromColumn(row.getObject("held_time", LocalDateTime.class)),
                row.getString("note"));
    }
}
