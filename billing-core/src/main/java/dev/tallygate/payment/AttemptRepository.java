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

/** Rows of {@code delivery_attempts}: what was tried, and what came of it. */
final class AttemptRepository {
    private final JdbcClient jdbc;

    AttemptRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes an attempt that begins; one that is noted already stays. */
    void begin(Delivery.Key key, int attempt, Instant now) {
        of(jdbc.sql("""
                insert into delivery_attempts (customer_key, entity_id, step, request_revision, attempt, begun_time,
                  detail)
                values (:customer_key, :entity_id, :step, :request_revision, :attempt, :now, '')
                on duplicate key update begun_time = begun_time
                """), key, attempt).param("now", UtcTimes.toColumn(now)).update();
    }

    /** Notes how an attempt ended. */
    void end(Delivery.Key key, int attempt, DeliveryAttempt.Result result, String detail, Instant now) {
        of(jdbc.sql("""
                update delivery_attempts
                set ended_time = :now,
                  result = :result,
                  detail = :detail
                where customer_key = :customer_key
                  and entity_id = :entity_id
                  and step = :step
                  and request_revision = :request_revision
                  and attempt = :attempt
                """), key, attempt)
                .param("now", UtcTimes.toColumn(now))
                .param("result", Bytes.of(result.name()))
                .param("detail", DeliveryRepository.shortened(detail))
                .update();
    }

    /** Of all revisions of a step, oldest first, at most 1,000. */
    List<DeliveryAttempt> ofStep(Delivery.Key key) {
        return jdbc.sql("""
                select request_revision, attempt, begun_time, ended_time, result, detail
                from delivery_attempts
                where customer_key = :customer_key
                  and entity_id = :entity_id
                  and step = :step
                order by request_revision, attempt
                limit 1000
                """)
                .param("customer_key", key.customerKey())
                .param("entity_id", Bytes.of(key.entityId()))
                .param("step", key.step())
                .query((row, number) -> fromRow(row))
                .list();
    }

    private static JdbcClient.StatementSpec of(JdbcClient.StatementSpec statement, Delivery.Key key, int attempt) {
        return statement
                .param("customer_key", key.customerKey())
                .param("entity_id", Bytes.of(key.entityId()))
                .param("step", key.step())
                .param("request_revision", key.requestRevision())
                .param("attempt", attempt);
    }

    private static DeliveryAttempt fromRow(ResultSet row) throws SQLException {
        return new DeliveryAttempt(
                row.getInt("request_revision"),
                row.getInt("attempt"),
                UtcTimes.fromColumn(row.getObject("begun_time", LocalDateTime.class)),
                Optional.ofNullable(row.getObject("ended_time", LocalDateTime.class))
                        .map(UtcTimes::fromColumn),
                Optional.ofNullable(row.getBytes("result")).map(Bytes::text).map(DeliveryAttempt.Result::valueOf),
                row.getString("detail"));
    }
}
