package dev.tallygate.operation;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code parked}. */
final class ParkedRepository {
    private final JdbcClient jdbc;

    ParkedRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The customer's gate: the first statement of whatever mends something of a customer. */
    void lockGate(long customerKey) {
        jdbc.sql("""
                select customer_key
                from customer_ledgers
                where customer_key = :customerKey
                for update
                """).param("customerKey", customerKey).query(Long.class).optional();
    }

    /** Assignments run from left to right: the time is judged by the state before. */
    void upsert(Parked parked) {
        jdbc.sql("""
                insert into parked (customer_key, parked_id, kind, reason, detail, mend, state, through_seq,
                  parked_time, ended_time)
                values (:customerKey, :parkedId, :kind, :reason, :detail, :mend, 'OPEN', :throughSeq,
                  :parkedTime, null)
                on duplicate key update
                  parked_time = if(state = 'OPEN', parked_time, values(parked_time)),
                  state = 'OPEN',
                  ended_time = null,
                  kind = values(kind),
                  reason = values(reason),
                  detail = values(detail),
                  mend = values(mend),
                  through_seq = values(through_seq)
                """)
                .param("customerKey", parked.key().customerKey())
                .param("parkedId", Bytes.of(parked.key().parkedId()))
                .param("kind", Bytes.of(parked.cause().kind().name()))
                .param("reason", Bytes.of(parked.cause().reason()))
                .param("detail", parked.cause().detail())
                .param("mend", parked.cause().mend())
                .param("throughSeq", parked.cause().throughSeq())
                .param("parkedTime", UtcTimes.toColumn(parked.parkedTime()))
                .update();
    }

    boolean end(Parked.ParkedKey key, Parked.State state, Instant endedTime) {
        return jdbc.sql("""
                update parked
                set state = :state,
                  ended_time = :endedTime
                where customer_key = :customerKey
                  and parked_id = :parkedId
                  and state = 'OPEN'
                """)
                        .param("state", Bytes.of(state.name()))
                        .param("endedTime", UtcTimes.toColumn(endedTime))
                        .param("customerKey", key.customerKey())
                        .param("parkedId", Bytes.of(key.parkedId()))
                        .update()
                == 1;
    }

    Optional<Parked> find(Parked.ParkedKey key) {
        return jdbc.sql("""
                select customer_key, parked_id, kind, reason, detail, mend, state, through_seq, parked_time, ended_time
                from parked
                where customer_key = :customerKey
                  and parked_id = :parkedId
                """)
                .param("customerKey", key.customerKey())
                .param("parkedId", Bytes.of(key.parkedId()))
                .query((row, number) -> fromRow(row))
                .optional();
    }

    List<Parked> open(int limit) {
        return jdbc.sql("""
                select customer_key, parked_id, kind, reason, detail, mend, state, through_seq, parked_time, ended_time
                from parked
                where state = 'OPEN'
                order by parked_time, customer_key, parked_id
                limit :limit
                """)
                .param("limit", limit)
                .query((row, number) -> fromRow(row))
                .list();
    }

    List<Parked> waived(Collection<Long> customerKeys, String reason) {
        return jdbc.sql("""
                select customer_key, parked_id, kind, reason, detail, mend, state, through_seq, parked_time, ended_time
                from parked
                where customer_key in (:customerKeys)
                  and state = 'WAIVED'
                  and reason = :reason
                """)
                .param("customerKeys", List.copyOf(customerKeys))
                .param("reason", Bytes.of(reason))
                .query((row, number) -> fromRow(row))
                .list();
    }

    List<Parked> ofCustomer(long customerKey, int limit) {
        return jdbc.sql("""
                select customer_key, parked_id, kind, reason, detail, mend, state, through_seq, parked_time, ended_time
                from parked
                where customer_key = :customerKey
                order by parked_id
                limit :limit
                """)
                .param("customerKey", customerKey)
                .param("limit", limit)
                .query((row, number) -> fromRow(row))
                .list();
    }

    private static Parked fromRow(ResultSet row) throws SQLException {
        return new Parked(
                new Parked.ParkedKey(row.getLong("customer_key"), Bytes.text(row.getBytes("parked_id"))),
                new Parked.Cause(
                        Parked.Kind.valueOf(Bytes.text(row.getBytes("kind"))),
                        Bytes.text(row.getBytes("reason")),
                        row.getString("detail"),
                        row.getString("mend"),
                        row.getLong("through_seq")),
                Parked.State.valueOf(Bytes.text(row.getBytes("state"))),
                UtcTimes.fromColumn(row.getObject("parked_time", LocalDateTime.class)),
                instant(row.getObject("ended_time", LocalDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable LocalDateTime column) {
        return column == null ? null : UtcTimes.fromColumn(column);
    }
}
