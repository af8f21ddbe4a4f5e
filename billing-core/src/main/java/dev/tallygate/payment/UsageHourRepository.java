package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code usage_hours} with their marks, reports and checks, and of {@code rated_subscriptions}. */
final class UsageHourRepository {
    private final JdbcClient jdbc;

    UsageHourRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The month that the provider invoices first; empty where it rates nothing of this customer and version. */
    Optional<Instant> firstPeriodStart(long customerKey, long planVersionId) {
        return jdbc.sql("""
                select first_period_start
                from rated_subscriptions
                where customer_key = :customer_key
                  and plan_version_id = :plan_version_id
                """)
                .param("customer_key", customerKey)
                .param("plan_version_id", planVersionId)
                .query((row, number) -> time(row, "first_period_start"))
                .optional();
    }

    void insertSubscription(long customerKey, long planVersionId, Instant firstPeriodStart) {
        jdbc.sql("""
                insert into rated_subscriptions (customer_key, plan_version_id, first_period_start)
                values (:customer_key, :plan_version_id, :first_period_start)
                """)
                .param("customer_key", customerKey)
                .param("plan_version_id", planVersionId)
                .param("first_period_start", UtcTimes.toColumn(firstPeriodStart))
                .update();
    }

    /** Empty where nothing of the customer was counted by the hour yet. */
    OptionalLong seenSeq(long customerKey) {
        return jdbc.sql("""
                select seen_seq
                from usage_hour_marks
                where customer_key = :customer_key
                """)
                .param("customer_key", customerKey)
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** Begins to count behind this row. */
    void insertMark(long customerKey, long seenSeq) {
        jdbc.sql("""
                insert into usage_hour_marks (customer_key, seen_seq)
                values (:customer_key, :seen_seq)
                on duplicate key update seen_seq = seen_seq
                """)
                .param("customer_key", customerKey)
                .param("seen_seq", seenSeq)
                .update();
    }

    /** Moves the mark; false where somebody else has moved it, and then nothing may be added. */
    boolean moveMark(long customerKey, long from, long to) {
        return jdbc.sql("""
                        update usage_hour_marks
                        set seen_seq = :to
                        where customer_key = :customer_key
                          and seen_seq = :from
                        """)
                        .param("customer_key", customerKey)
                        .param("from", from)
                        .param("to", to)
                        .update()
                == 1;
    }

    void add(UsageHour.Key key, long quantity) {
        ofHour(jdbc.sql("""
                insert into usage_hours (customer_key, plan_version_id, hour_start, quantity, revision)
                values (:customer_key, :plan_version_id, :hour_start, :quantity, 0)
                on duplicate key update quantity = quantity + values(quantity)
                """), key).param("quantity", quantity).update();
    }

    /** Hours from {@code from} on and before {@code before} whose total is not what was reported last, by time. */
    List<UsageHour> unreported(long customerKey, long planVersionId, Instant from, Instant before, int limit) {
        return jdbc.sql("""
                select customer_key, plan_version_id, hour_start, quantity, revision
                from usage_hours
                where customer_key = :customer_key
                  and plan_version_id = :plan_version_id
                  and hour_start >= :from
                  and hour_start < :before
                  and (reported_quantity is null or reported_quantity <> quantity)
                order by hour_start
                limit :limit
                """)
                .param("customer_key", customerKey)
                .param("plan_version_id", planVersionId)
                .param("from", UtcTimes.toColumn(from))
                .param("before", UtcTimes.toColumn(before))
                .param("limit", limit)
                .query((row, number) -> new UsageHour(hourKey(row), row.getLong("quantity"), row.getInt("revision")))
                .list();
    }

    /** The totals of a period by their hour's start; those of 0 are left out. */
    Map<Instant, Long> ofPeriod(long customerKey, long planVersionId, BillingPeriod period) {
        Map<Instant, Long> hours = new HashMap<>();
        jdbc.sql("""
                select hour_start, quantity
                from usage_hours
                where customer_key = :customer_key
                  and plan_version_id = :plan_version_id
                  and hour_start >= :start
                  and hour_start < :end
                  and quantity <> 0
                order by hour_start
                limit 1000
                """)
                .param("customer_key", customerKey)
                .param("plan_version_id", planVersionId)
                .param("start", UtcTimes.toColumn(period.start()))
                .param("end", UtcTimes.toColumn(period.end()))
                .query(row -> {
                    hours.put(time(row, "hour_start"), row.getLong("quantity"));
                });
        return hours;
    }

    void noteReported(UsageReport report) {
        ofHour(jdbc.sql("""
                update usage_hours
                set reported_quantity = :quantity,
                  revision = :revision
                where customer_key = :customer_key
                  and plan_version_id = :plan_version_id
                  and hour_start = :hour_start
                """), report.hour())
                .param("quantity", report.quantity())
                .param("revision", report.revision())
                .update();
    }

    /** Of the latest report of an hour, 0 where there is none. */
    int revision(UsageHour.Key key) {
        return ofHour(jdbc.sql("""
                select revision
                from usage_hours
                where customer_key = :customer_key
                  and plan_version_id = :plan_version_id
                  and hour_start = :hour_start
                """), key).query(Integer.class).optional().orElse(0);
    }

    /** Has these hours reported once more, under their next revision. */
    void reportAgain(long customerKey, long planVersionId, Collection<Instant> hours) {
        for (Instant hour : hours) {
            ofHour(jdbc.sql("""
                    update usage_hours
                    set reported_quantity = null
                    where customer_key = :customer_key
                      and plan_version_id = :plan_version_id
                      and hour_start = :hour_start
                    """), new UsageHour.Key(customerKey, planVersionId, hour))
                    .update();
        }
    }

    void insertReport(UsageReport report) {
        ofHour(jdbc.sql("""
                insert into usage_reports (customer_key, entity_id, step, plan_version_id, hour_start, revision, quantity,
                  identifier)
                values (:customer_key, :entity_id, :step, :plan_version_id, :hour_start, :revision, :quantity,
                  :identifier)
                """), report.hour())
                .param("entity_id", Bytes.of(report.delivery().entityId()))
                .param("step", report.delivery().step())
                .param("revision", report.revision())
                .param("quantity", report.quantity())
                .param("identifier", Bytes.of(report.identifier()))
                .update();
    }

    Optional<UsageReport> report(Delivery.Key delivery) {
        return jdbc.sql("""
                select customer_key, entity_id, step, plan_version_id, hour_start, revision, quantity, identifier
                from usage_reports
                where customer_key = :customer_key
                  and entity_id = :entity_id
                  and step = :step
                """)
                .param("customer_key", delivery.customerKey())
                .param("entity_id", Bytes.of(delivery.entityId()))
                .param("step", delivery.step())
                .query((row, number) -> reportFromRow(row))
                .optional();
    }

    /** The report with this name that was not yet said to be rejected. */
    Optional<UsageReport> countedReport(String identifier) {
        return jdbc.sql("""
                select customer_key, entity_id, step, plan_version_id, hour_start, revision, quantity, identifier
                from usage_reports
                where identifier = :identifier
                  and rejected_code is null
                limit 1
                """)
                .param("identifier", Bytes.of(identifier))
                .query((row, number) -> reportFromRow(row))
                .optional();
    }

    /** False where it was said before. */
    boolean noteRejected(UsageReport report, String code) {
        return jdbc.sql("""
                        update usage_reports
                        set rejected_code = :code
                        where customer_key = :customer_key
                          and entity_id = :entity_id
                          and step = :step
                          and rejected_code is null
                        """)
                        .param("code", Bytes.of(code))
                        .param("customer_key", report.delivery().customerKey())
                        .param("entity_id", Bytes.of(report.delivery().entityId()))
                        .param("step", report.delivery().step())
                        .update()
                == 1;
    }

    Optional<UsageCheck> check(long customerKey, long planVersionId, Instant periodStart) {
        return jdbc.sql("""
                select quantity, provider_quantity, differing_hours, attempts
                from usage_checks
                where customer_key = :customer_key
                  and plan_version_id = :plan_version_id
                  and period_start = :period_start
                """)
                .param("customer_key", customerKey)
                .param("plan_version_id", planVersionId)
                .param("period_start", UtcTimes.toColumn(periodStart))
                .query((row, number) -> new UsageCheck(
                        row.getLong("quantity"),
                        row.getBigDecimal("provider_quantity"),
                        row.getInt("differing_hours"),
                        row.getInt("attempts")))
                .optional();
    }

    void saveCheck(UsageHour.Key period, UsageCheck check, Instant now) {
        jdbc.sql("""
                insert into usage_checks (customer_key, plan_version_id, period_start, quantity, provider_quantity,
                  differing_hours, attempts, checked_time)
                values (:customer_key, :plan_version_id, :period_start, :quantity, :provider_quantity,
                  :differing_hours, :attempts, :now)
                on duplicate key update
                  quantity = values(quantity),
                  provider_quantity = values(provider_quantity),
                  differing_hours = values(differing_hours),
                  attempts = values(attempts),
                  checked_time = values(checked_time)
                """)
                .param("customer_key", period.customerKey())
                .param("plan_version_id", period.planVersionId())
                .param("period_start", UtcTimes.toColumn(period.start()))
                .param("quantity", check.quantity())
                .param("provider_quantity", check.providerQuantity())
                .param("differing_hours", check.differingHours())
                .param("attempts", check.attempts())
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** What a comparison found; {@code attempts} counts those in a row that found a difference. */
    record UsageCheck(long quantity, BigDecimal providerQuantity, int differingHours, int attempts) {
        /** Nothing differs that could be reported again. */
        boolean isEndedAt(long now) {
            return attempts == 0 && quantity == now;
        }
    }

    private static JdbcClient.StatementSpec ofHour(JdbcClient.StatementSpec statement, UsageHour.Key key) {
        return statement
                .param("customer_key", key.customerKey())
                .param("plan_version_id", key.planVersionId())
                .param("hour_start", UtcTimes.toColumn(key.start()));
    }

    private static UsageReport reportFromRow(ResultSet row) throws SQLException {
        var delivery = new Delivery.Key(
                row.getLong("customer_key"), Bytes.text(row.getBytes("entity_id")), row.getInt("step"), 1);
        return new UsageReport(
                delivery,
                hourKey(row),
                row.getInt("revision"),
                row.getLong("quantity"),
                Bytes.text(row.getBytes("identifier")));
    }

    private static UsageHour.Key hourKey(ResultSet row) throws SQLException {
        return new UsageHour.Key(row.getLong("customer_key"), row.getLong("plan_version_id"), time(row, "hour_start"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return UtcTimes.fromColumn(row.getObject(column, LocalDateTime.class));
    }
}
