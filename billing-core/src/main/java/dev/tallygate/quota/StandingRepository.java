package dev.tallygate.quota;

import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.customer.Stretch;
import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.Parameters;
import dev.tallygate.database.Placeholders;
import dev.tallygate.ledger.DebtColumns;
import dev.tallygate.ledger.LivingHolds;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodState;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads where customers stand: one statement for 900 of them, and so one picture of each; nothing is remembered between
 * calls (invariant 12).
 */
final class StandingRepository {

    private final JdbcTemplate jdbc;

    StandingRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A row: a customer with one of its stretches, or with none. */
    private record Row(Standing standing, @Nullable Stretch stretch) {}

    /** Empty where there is no such customer. */
    Optional<Standing> at(String customerId, Instant instant) {
        return Optional.ofNullable(at(List.of(customerId), instant).get(customerId));
    }

    /** By customer_id, in the period that contains the instant; those that are unknown are missing. */
    Map<String, Standing> at(Collection<String> customerIds, Instant instant) {
        BillingPeriod period = BillingPeriod.monthContaining(instant);
        Map<String, Standing> byId = new HashMap<>();
        for (List<String> chunk : Chunks.of(new LinkedHashSet<>(customerIds))) {
            Map<String, List<Stretch>> stretches = new HashMap<>();
            for (Row row : read(chunk, period)) {
                List<Stretch> ofCustomer =
                        stretches.computeIfAbsent(row.standing().customerId(), id -> new ArrayList<>());
                if (row.stretch() != null) {
                    ofCustomer.add(row.stretch());
                }
                byId.put(row.standing().customerId(), row.standing());
            }
            stretches.forEach((customerId, ofCustomer) -> byId.computeIfPresent(
                    customerId, (id, standing) -> standing.withWindows(RatingWindow.of(period, ofCustomer))));
        }
        return byId;
    }

    private List<Row> read(List<String> customerIds, BillingPeriod period) {
        String sql = """
                select c.customer_key, c.customer_id, c.status, l.holds, l.holds_expiry_time,
                  l.unpaid_due_time, l.unpaid_invoice_id, l.unpaid_pay_url, l.allowed_until_time,
                  coalesce(p.state, 'OPEN') as state,
                  case when p.customer_key is not null then p.usage_cost
                    when l.period_start = ? then l.usage_cost else 0 end as spend,
                  case when p.customer_key is not null then p.unpriced
                    when l.period_start = ? then l.unpriced else 0 end as unpriced,
                  s.start_time, s.end_time, s.subscription_id, s.plan_version_id, s.currency
                from customers c force index (customers_by_id)
                  left join customer_ledgers l on l.customer_key = c.customer_key
                  left join billing_periods p on p.customer_key = c.customer_key and p.period_start = ?
                  left join subscriptions s on s.customer_key = c.customer_key and s.start_time < ?
                    and (s.end_time is null or s.end_time > ?)
                where c.customer_id in (%s)
                """.formatted(Placeholders.list(customerIds.size()));
        return jdbc.query(
                sql,
                statement -> {
                    Parameters parameters = new Parameters(statement);
                    parameters
                            .time(period.start())
                            .time(period.start())
                            .time(period.start())
                            .time(period.end())
                            .time(period.start());
                    for (String customerId : customerIds) {
                        parameters.id(customerId);
                    }
                },
                (row, number) -> fromRow(row, period));
    }

    private static Row fromRow(ResultSet row, BillingPeriod period) throws SQLException {
        BigDecimal spend = row.getBigDecimal("spend");
        Standing standing = new Standing(
                Bytes.text(row.getBytes("customer_id")),
                CustomerStatus.valueOf(Bytes.text(row.getBytes("status"))),
                new PeriodKey(row.getLong("customer_key"), period.start()),
                List.of(),
                new LivingHolds(row.getInt("holds"), time(row, "holds_expiry_time")),
                DebtColumns.read(row),
                new Standing.Figures(
                        spend.signum() == 0 ? BigDecimal.ZERO : spend,
                        row.getInt("unpriced") > 0,
                        PeriodState.valueOf(Bytes.text(row.getBytes("state")))));
        Instant start = time(row, "start_time");
        return new Row(standing, start == null ? null : stretchFromRow(row, start));
    }

    private static Stretch stretchFromRow(ResultSet row, Instant start) throws SQLException {
        return new Stretch(
                Bytes.text(row.getBytes("subscription_id")),
                row.getLong("plan_version_id"),
                Currency.getInstance(Objects.requireNonNull(row.getString("currency"))),
                start,
                time(row, "end_time"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : UtcTimes.fromColumn(time);
    }
}
