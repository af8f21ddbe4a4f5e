package dev.tallygate.customer;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code subscriptions}, and of the gate what a change of subscriptions needs. */
final class SubscriptionRepository {
    private final JdbcClient jdbc;

    SubscriptionRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The gate row that belongs to a new customer: nothing used yet. */
    void insertGate(long customerKey) {
        jdbc.sql("""
                insert into customer_ledgers (customer_key, next_seq, totals_seq, usage_cost, last_seq, unpriced,
                  unpriced_seq, over_unreserved, over_above_hold, over_outside_hold, over_after_expiry,
                  over_plan_changed, over_corrected)
                values (:customerKey, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                """).param("customerKey", customerKey).update();
    }

    /** The first statement of each change: locks the gate, and answers the newest usage_time where there is usage. */
    Optional<Instant> lockGate(long customerKey) {
        return jdbc.sql("""
                select usage_time_max
                from customer_ledgers
                where customer_key = :customerKey
                for update
                """)
                .param("customerKey", customerKey)
                .query((row, number) -> Optional.ofNullable(row.getObject("usage_time_max", LocalDateTime.class))
                        .map(UtcTimes::fromColumn))
                .optional()
                .orElseThrow(() -> new IllegalStateException("customer " + customerKey + " has no gate"));
    }

    /** Takes a seq, so that whoever remembers the customer reads again; the gate's version holds to {@code from} at most. */
    void tellChange(long customerKey, @Nullable Instant from) {
        jdbc.sql("""
                update customer_ledgers
                set next_seq = next_seq + 1,
                  version_until_time = case
                    when :from < version_until_time then :from
                    else version_until_time
                  end
                where customer_key = :customerKey
                """)
                .param("from", from == null ? null : UtcTimes.toColumn(from))
                .param("customerKey", customerKey)
                .update();
    }

    /** The latest end of a closed period. */
    Optional<Instant> closedUntil(long customerKey) {
        return jdbc.sql("""
                select period_end
                from billing_periods
                where customer_key = :customerKey
                  and state = 'CLOSED'
                order by period_start desc
                limit 1
                """)
                .param("customerKey", customerKey)
                .query((row, number) -> UtcTimes.fromColumn(row.getObject("period_end", LocalDateTime.class)))
                .optional();
    }

    /** All stretches of the customer in order of time: a few a year. */
    List<Stretch> ofCustomer(long customerKey) {
        return jdbc.sql("""
                select customer_key, start_time, end_time, subscription_id, plan_version_id, currency
                from subscriptions
                where customer_key = :customerKey
                order by start_time
                limit 10000
                """)
                .param("customerKey", customerKey)
                .query((row, number) -> fromRow(row))
                .list();
    }

    Optional<Stretch> at(long customerKey, Instant instant) {
        return jdbc.sql("""
                select customer_key, start_time, end_time, subscription_id, plan_version_id, currency
                from subscriptions
                where customer_key = :customerKey
                  and start_time <= :instant
                order by start_time desc
                limit 1
                """)
                .param("customerKey", customerKey)
                .param("instant", UtcTimes.toColumn(instant))
                .query((row, number) -> fromRow(row))
                .optional()
                .filter(stretch -> stretch.contains(instant));
    }

    Map<Long, List<Stretch>> touching(Collection<Long> customerKeys, Instant start, Instant end) {
        return jdbc
                .sql("""
                select customer_key, start_time, end_time, subscription_id, plan_version_id, currency
                from subscriptions
                where customer_key in (:customerKeys)
                  and start_time < :end
                  and (end_time is null or end_time > :start)
                order by customer_key, start_time
                """)
                .param("customerKeys", customerKeys)
                .param("start", UtcTimes.toColumn(start))
                .param("end", UtcTimes.toColumn(end))
                .query((row, number) -> Map.entry(row.getLong("customer_key"), fromRow(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** Keys of customers with an open-ended stretch under one of these versions, ascending. */
    List<Long> openOn(Collection<Long> planVersionIds, long afterCustomerKey, int limit) {
        return jdbc.sql("""
                select customer_key
                from subscriptions
                where customer_key > :afterCustomerKey
                  and end_time is null
                  and plan_version_id in (:planVersionIds)
                order by customer_key
                limit :limit
                """)
                .param("afterCustomerKey", afterCustomerKey)
                .param("planVersionIds", planVersionIds)
                .param("limit", limit)
                .query((row, number) -> row.getLong("customer_key"))
                .list();
    }

    /** Keys of customers with a stretch under one of these versions that ends after {@code since} or never, ascending. */
    List<Long> on(Collection<Long> planVersionIds, Instant since, long afterCustomerKey, int limit) {
        return jdbc.sql("""
                select distinct customer_key
                from subscriptions
                where customer_key > :afterCustomerKey
                  and (end_time is null or end_time > :since)
                  and plan_version_id in (:planVersionIds)
                order by customer_key
                limit :limit
                """)
                .param("afterCustomerKey", afterCustomerKey)
                .param("since", UtcTimes.toColumn(since))
                .param("planVersionIds", planVersionIds)
                .param("limit", limit)
                .query((row, number) -> row.getLong("customer_key"))
                .list();
    }

    void insert(long customerKey, Stretch stretch, Instant createdTime) {
        jdbc.sql("""
                insert into subscriptions (customer_key, start_time, end_time, subscription_id, plan_version_id,
                  currency, cycle, anchor_day, zone, created_time)
                values (:customerKey, :start, :end, :subscriptionId, :planVersionId, :currency, 'month', 1, 'UTC',
                  :createdTime)
                """)
                .param("customerKey", customerKey)
                .param("start", UtcTimes.toColumn(stretch.start()))
                .param("end", stretch.ends().map(UtcTimes::toColumn).orElse(null))
                .param("subscriptionId", Bytes.of(stretch.subscriptionId()))
                .param("planVersionId", stretch.planVersionId())
                .param("currency", stretch.currency().getCurrencyCode())
                .param("createdTime", UtcTimes.toColumn(createdTime))
                .update();
    }

    void setEnd(long customerKey, Instant start, @Nullable Instant end) {
        jdbc.sql("""
                update subscriptions
                set end_time = :end
                where customer_key = :customerKey
                  and start_time = :start
                """)
                .param("end", end == null ? null : UtcTimes.toColumn(end))
                .param("customerKey", customerKey)
                .param("start", UtcTimes.toColumn(start))
                .update();
    }

    void delete(long customerKey, Instant start) {
        jdbc.sql("""
                delete from subscriptions
                where customer_key = :customerKey
                  and start_time = :start
                """)
                .param("customerKey", customerKey)
                .param("start", UtcTimes.toColumn(start))
                .update();
    }

    private static Stretch fromRow(ResultSet row) throws SQLException {
        LocalDateTime end = row.getObject("end_time", LocalDateTime.class);
        return new Stretch(
                Bytes.text(row.getBytes("subscription_id")),
                row.getLong("plan_version_id"),
                Currency.getInstance(row.getString("currency")),
                UtcTimes.fromColumn(row.getObject("start_time", LocalDateTime.class)),
                end == null ? null : UtcTimes.fromColumn(end));
    }
}
