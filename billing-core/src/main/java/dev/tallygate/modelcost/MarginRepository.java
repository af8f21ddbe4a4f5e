package dev.tallygate.modelcost;

import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.Script;
import dev.tallygate.meter.MeterName;
import dev.tallygate.meter.Quantities;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code daily_margins}, and what they are made of. */
final class MarginRepository {
    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    MarginRepository(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /** What these customers used in a period, by customer, day and model: one pass over their events. */
    List<DayUsage> used(Collection<Long> customerKeys, Instant periodStart) {
        return jdbc.sql("""
                        select customer_key, date(usage_time) as day, model_id, max(plan_version_id) as plan_version_id,
                          sum(requests) as requests, sum(tokens_in) as tokens_in,
                          sum(tokens_in_cached) as tokens_in_cached, sum(tokens_in_cache_write) as tokens_in_cache_write,
                          sum(tokens_out) as tokens_out, sum(tokens_out_reasoning) as tokens_out_reasoning,
                          sum(cost_units) as revenue
                        from usage_events
                        where customer_key in (:customer_keys)
                          and period_start = :period_start
                        group by customer_key, date(usage_time), model_id
                        order by customer_key, day, model_id
                        """)
                .param("customer_keys", List.copyOf(customerKeys))
                .param("period_start", UtcTimes.toColumn(periodStart))
                .query((row, number) -> dayUsage(row))
                .list();
    }

    /** Forgets what stands for these customers and days. */
    void delete(Collection<Long> customerKeys, BillingPeriod period) {
        for (List<Long> chunk : Chunks.of(customerKeys)) {
            jdbc.sql("""
                            delete from daily_margins
                            where customer_key in (:customer_keys)
                              and day >= :first
                              and day < :end
                            """)
                    .param("customer_keys", chunk)
                    .param("first", day(period.start()))
                    .param("end", day(period.end()))
                    .update();
        }
    }

    void insert(List<DailyMargin> margins) {
        Script script = new Script();
        for (List<DailyMargin> chunk : Chunks.of(margins)) {
            script.insert("""
                    insert into daily_margins (customer_key, day, model_id, currency, events, tokens_in, tokens_out,
                      revenue, model_cost, unknown_tokens)
                    values""", chunk, MarginRepository::write, "");
        }
        script.run(template);
    }

    private static void write(DailyMargin margin, Script row) {
        DayUsage used = margin.used();
        row.number(used.customerKey())
                .time(used.day().atStartOfDay(ZoneOffset.UTC).toInstant())
                .id(used.modelId())
                .id(margin.currency().getCurrencyCode())
                .number(used.quantities().requests())
                .number(used.quantities().tokensIn())
                .number(used.quantities().tokensOut())
                .decimal(used.revenue())
                .decimal(margin.spend().usd())
                .number(margin.spend().unknownTokens());
    }

    /** Sums of a period's days by customer, model or day, and by currency; of one customer, or of all where it is empty. */
    List<MarginSum> sums(BillingPeriod period, MarginsBy by, Optional<Long> customerKey) {
        return jdbc.sql("""
                        select %s as summed_by, m.currency, sum(m.events) as events, sum(m.tokens_in) as tokens_in,
                          sum(m.tokens_out) as tokens_out, sum(m.revenue) as revenue, sum(m.model_cost) as model_cost,
                          sum(m.unknown_tokens) as unknown_tokens
                        from daily_margins m
                        join customers c on c.customer_key = m.customer_key
                        where m.day >= :first
                          and m.day < :end
                          and (:customer_key = 0 or m.customer_key = :customer_key)
                        group by %s, m.currency
                        order by m.currency, sum(m.revenue) desc, %s
                        """.formatted(by.column(), by.column(), by.column()))
                .param("first", day(period.start()))
                .param("end", day(period.end()))
                .param("customer_key", customerKey.orElse(0L))
                .query((row, number) -> sum(row, by))
                .list();
    }

    private static DayUsage dayUsage(ResultSet row) throws SQLException {
        Quantities quantities = Quantities.builder()
                .requests(number(row, MeterName.REQUESTS))
                .tokensIn(number(row, MeterName.TOKENS_IN))
                .tokensInCached(number(row, MeterName.TOKENS_IN_CACHED))
                .tokensInCacheWrite(number(row, MeterName.TOKENS_IN_CACHE_WRITE))
                .tokensOut(number(row, MeterName.TOKENS_OUT))
                .tokensOutReasoning(number(row, MeterName.TOKENS_OUT_REASONING))
                .build();
        return new DayUsage(
                row.getLong("customer_key"),
                row.getObject("day", LocalDate.class),
                Bytes.text(row.getBytes("model_id")),
                row.getLong("plan_version_id"),
                quantities,
                row.getBigDecimal("revenue"));
    }

    private static MarginSum sum(ResultSet row, MarginsBy by) throws SQLException {
        String of = by == MarginsBy.DAY
                ? row.getObject("summed_by", LocalDate.class).toString()
                : Bytes.text(row.getBytes("summed_by"));
        return new MarginSum(
                of,
                Currency.getInstance(row.getString("currency")),
                new MarginSum.Tokens(
                        number(row, "events"),
                        number(row, MeterName.TOKENS_IN),
                        number(row, MeterName.TOKENS_OUT),
                        number(row, "unknown_tokens")),
                row.getBigDecimal("revenue"),
                row.getBigDecimal("model_cost"));
    }

    /** A sum of integers, which comes as a decimal; none is 0. */
    private static long number(ResultSet row, String column) throws SQLException {
        var sum = row.getBigDecimal(column);
        return sum == null ? 0 : sum.longValueExact();
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
