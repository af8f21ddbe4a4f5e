package dev.tallygate.notification;

import dev.tallygate.database.Bytes;
import dev.tallygate.notification.Crossing.Threshold;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Rows of {@code notifications} on their way to a mail. Every move is guarded by the state that it comes from. */
final class DueNotificationRepository {
    private static final String ONE_LIMIT = """
            where customer_key = :customer_key
              and period_start = :period_start
              and limit_key = :limit_key
              and limit_amount = :limit_amount
            """;

    private static final int THRESHOLDS_MAX = 1_000;

    private final JdbcClient jdbc;

    DueNotificationRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How a row ends, or waits on. */
    record Move(
            NotificationState state,
            Instant nextAttemptTime,
            @Nullable Instant sentTime,
            String outcome) {}

    /** What may be mailed now, the longest due first. */
    List<Notification> due(Instant now, int limit) {
        return jdbc.sql("""
                select customer_key, period_start, limit_key, percent, limit_amount, used, seq, state, crossed_time,
                  attempts, next_attempt_time, message_id
                from notifications
                where state in ('PENDING', 'SENDING')
                  and next_attempt_time <= :now
                order by next_attempt_time, customer_key, period_start, limit_key, percent
                limit :limit
                """)
                .param("now", UtcTimes.toColumn(now))
                .param("limit", limit)
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** When the next one is due; one under a lease when that is over. */
    Optional<Instant> nextTime() {
        return jdbc.sql("""
                select next_attempt_time
                from notifications
                where state in ('PENDING', 'SENDING')
                order by next_attempt_time
                limit 1
                """)
                .query((row, number) -> UtcTimes.fromColumn(row.getObject(1, LocalDateTime.class)))
                .optional();
    }

    /** How many wait for a mail. */
    long waiting() {
        return jdbc.sql("""
                select count(*)
                from notifications
                where state in ('PENDING', 'SENDING')
                """).query(Long.class).single();
    }

    /** All thresholds of one limit in its period that were crossed, the highest first. */
    List<Notification> ofLimit(Crossing crossing) {
        return ofLimit(jdbc.sql("""
                select customer_key, period_start, limit_key, percent, limit_amount, used, seq, state, crossed_time,
                  attempts, next_attempt_time, message_id
                from notifications force index (primary)
                """ + ONE_LIMIT + """
                order by percent desc
                limit\s""" + THRESHOLDS_MAX), crossing)
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** Those of a customer that were parked and not mended. */
    List<Notification> parked(long customerKey) {
        return jdbc.sql("""
                select customer_key, period_start, limit_key, percent, limit_amount, used, seq, state, crossed_time,
                  attempts, next_attempt_time, message_id
                from notifications
                where customer_key = :customer_key
                  and state in ('REFUSED', 'NO_ADDRESS')
                order by period_start desc
                limit 1000
                """)
                .param("customer_key", customerKey)
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** Gives up what is below this threshold and not with a mail server at the moment; answers how many rows. */
    int supersedeBelow(Crossing highest, Instant now) {
        return ofLimit(jdbc.sql("""
                        update notifications
                        set state = 'SUPERSEDED',
                          lease_owner = null,
                          outcome = :outcome
                        """ + ONE_LIMIT + """
                          and percent < :percent
                          and (state = 'PENDING' or (state = 'SENDING' and next_attempt_time <= :now))
                        """), highest)
                .param("outcome", highest.threshold().percent() + " % is mailed in its place")
                .param("percent", highest.threshold().percent())
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** Takes a due row for one attempt; false where it is no longer as it was read. */
    boolean claim(Notification due, String owner, Instant untilTime, String messageId, Instant now) {
        return ofRow(jdbc.sql("""
                        update notifications
                        set state = 'SENDING',
                          attempts = attempts + 1,
                          lease_owner = :owner,
                          next_attempt_time = :until,
                          message_id = :message_id
                        """ + ONE_LIMIT + """
                          and percent = :percent
                          and state = :from
                          and next_attempt_time <= :now
                        """), due)
                        .param("owner", Bytes.of(owner))
                        .param("until", UtcTimes.toColumn(untilTime))
                        .param("message_id", Bytes.of(messageId))
                        .param("from", Bytes.of(due.state().name()))
                        .param("now", UtcTimes.toColumn(now))
                        .update()
                == 1;
    }

    /** Records what came of an attempt; false where the lease went to somebody else. */
    boolean record(Notification sent, String owner, Move move) {
        return ofMove(jdbc.sql("""
                        update notifications
                        set state = :state,
                          lease_owner = null,
                          next_attempt_time = :next_attempt_time,
                          sent_time = :sent_time,
                          outcome = :outcome
                        """ + ONE_LIMIT + """
                          and percent = :percent
                          and state = 'SENDING'
                          and lease_owner = :owner
                        """), sent, move)
                        .param("owner", Bytes.of(owner))
                        .update()
                == 1;
    }

    /** Moves a row that nobody is sending; false where it is no longer as it was read. */
    boolean moveUnheld(Notification row, Move move) {
        return ofMove(jdbc.sql("""
                        update notifications
                        set state = :state,
                          lease_owner = null,
                          next_attempt_time = :next_attempt_time,
                          sent_time = :sent_time,
                          outcome = :outcome
                        """ + ONE_LIMIT + """
                          and percent = :percent
                          and state = :from
                        """), row, move)
                        .param("from", Bytes.of(row.state().name()))
                        .update()
                == 1;
    }

    private static StatementSpec ofMove(StatementSpec statement, Notification row, Move move) {
        Instant sentTime = move.sentTime();
        return ofRow(statement, row)
                .param("state", Bytes.of(move.state().name()))
                .param("next_attempt_time", UtcTimes.toColumn(move.nextAttemptTime()))
                .param("sent_time", sentTime == null ? null : UtcTimes.toColumn(sentTime))
                .param("outcome", cut(move.outcome()));
    }

    private static StatementSpec ofRow(StatementSpec statement, Notification row) {
        return ofLimit(statement, row.crossing())
                .param("percent", row.crossing().threshold().percent());
    }

    private static StatementSpec ofLimit(StatementSpec statement, Crossing crossing) {
        return statement
                .param("customer_key", crossing.customerKey())
                .param("period_start", UtcTimes.toColumn(crossing.periodStart()))
                .param("limit_key", Bytes.of(crossing.threshold().limitKey()))
                .param("limit_amount", crossing.threshold().limitAmount());
    }

    private static String cut(String outcome) {
        return outcome.length() <= 500 ? outcome : outcome.substring(0, 500);
    }

    private static Notification fromRow(ResultSet row) throws SQLException {
        Threshold threshold = new Threshold(
                Bytes.text(row.getBytes("limit_key")), row.getInt("percent"), row.getBigDecimal("limit_amount"));
        Crossing crossing = new Crossing(
                row.getLong("customer_key"),
                UtcTimes.fromColumn(row.getObject("period_start", LocalDateTime.class)),
                threshold,
                row.getBigDecimal("used"),
                row.getLong("seq"),
                UtcTimes.fromColumn(row.getObject("crossed_time", LocalDateTime.class)));
        return new Notification(
                crossing,
                NotificationState.valueOf(Bytes.text(row.getBytes("state"))),
                row.getInt("attempts"),
                UtcTimes.fromColumn(row.getObject("next_attempt_time", LocalDateTime.class)),
                Bytes.textNullable(row.getBytes("message_id")));
    }
}
