package dev.tallygate.month;

import dev.tallygate.database.Bytes;
import dev.tallygate.money.Money;
import dev.tallygate.month.MonthOverview.Change;
import dev.tallygate.month.MonthOverview.CurrencySum;
import dev.tallygate.month.MonthOverview.StepCount;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads a month over all customers, each figure in one grouped statement. */
final class MonthRepository {
    private final JdbcClient jdbc;

    MonthRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Customers by step and currency; who was subscribed in the month or has a period of it. */
    List<StepCount> steps(BillingPeriod month) {
        return jdbc.sql("""
                        select step, currency, count(*) as customers, sum(total_amount) as amount
                        from (
                          select coalesce(i.currency, c.currency) as currency, coalesce(i.total_amount, 0) as total_amount,
                            case
                              when exists (
                                select p.parked_id
                                from parked p
                                where p.customer_key = m.customer_key
                                  and p.state = 'OPEN'
                                  and (p.parked_id = :period_id or locate(:invoice_part, p.parked_id) > 0))
                                then 'PARKED'
                              when i.status = 'DRAFT' and exists (
                                select d.step
                                from deliveries d
                                where d.customer_key = i.customer_key
                                  and d.entity_id = i.invoice_id)
                                then 'DELIVERED'
                              when i.status = 'DRAFT' and 'APPROVED' = (
                                select a.decision
                                from draft_decisions a
                                where a.customer_key = i.customer_key
                                  and a.invoice_id = i.invoice_id
                                order by a.decision_number desc
                                limit 1)
                                then 'APPROVED'
                              when i.status = 'DRAFT' then 'DRAFTED'
                              when i.status is not null then i.status
                              when b.state = 'CLOSED' and b.invoiced_seq >= 0 and b.invoiced_seq >= b.last_seq
                                then 'NOTHING_DUE'
                              when b.state = 'CLOSED' then 'TO_BILL'
                              else 'OPEN'
                            end as step
                          from (
                            select customer_key
                            from subscriptions
                            where start_time < :end
                              and (end_time is null or end_time > :start)
                              and (end_time is null or end_time > start_time)
                            union
                            select customer_key
                            from billing_periods
                            where period_start = :start) m
                          join customers c on c.customer_key = m.customer_key
                          left join billing_periods b on b.customer_key = m.customer_key and b.period_start = :start
                          left join invoices i on i.customer_key = m.customer_key
                            and i.period_start = :start
                            and i.living = 1) customer_steps
                        group by step, currency
                        order by step, currency
                        """)
                .param("period_id", Bytes.of("period-" + month.label()))
                .param("invoice_part", Bytes.of("_" + month.label().replace("-", "") + "01_"))
                .param("start", UtcTimes.toColumn(month.start()))
                .param("end", UtcTimes.toColumn(month.end()))
                .query((row, number) -> new StepCount(
                        MonthStep.valueOf(Bytes.text(row.getBytes("step"))),
                        row.getLong("customers"),
                        amount(row, "amount")))
                .list();
    }

    /** Sums of the month's invoices that are not void, with those of the month before. */
    List<CurrencySum> sums(BillingPeriod month) {
        return jdbc.sql("""
                        select currency,
                          sum(case when period_start = :start then 1 else 0 end) as invoices,
                          sum(case when period_start = :start then total_amount else 0 end) as invoiced,
                          sum(case when period_start = :start then amount_paid else 0 end) as paid,
                          sum(case when period_start = :start and status in ('DRAFT', 'FINALIZED', 'UNCOLLECTIBLE')
                            then total_amount - amount_credited - amount_paid else 0 end) as open,
                          sum(case when period_start = :last_start then total_amount else 0 end) as last
                        from invoices
                        where period_start in (:start, :last_start)
                          and status <> 'VOID'
                        group by currency
                        order by currency
                        """)
                .param("start", UtcTimes.toColumn(month.start()))
                .param("last_start", UtcTimes.toColumn(month.previous().start()))
                .query((row, number) -> new CurrencySum(
                        Currency.getInstance(row.getString("currency")),
                        row.getLong("invoices"),
                        amount(row, "invoiced"),
                        amount(row, "paid"),
                        amount(row, "open"),
                        amount(row, "last")))
                .list();
    }

    /**
     * Periods that the sums do not tell all about.
     *
     * @param unpriced of the month, with usage that has no price and that nobody waived
     * @param late of the month, closed, with rows that their lines do not count yet
     * @param lateBefore the same of every month before
     */
    record Unusual(long unpriced, long late, long lateBefore) {}

    /** In their rows; what runs has its figures in the gate. */
    Unusual unusual(BillingPeriod month) {
        return jdbc.sql("""
                        select
                          coalesce(sum(case when period_start = :start and unpriced > 0 and unpriced_seq > waived_seq
                            then 1 else 0 end), 0) as unpriced,
                          coalesce(sum(case when period_start = :start and state = 'CLOSED' and invoiced_seq >= 0
                            and last_seq > invoiced_seq then 1 else 0 end), 0) as late,
                          coalesce(sum(case when period_start < :start and state = 'CLOSED' and invoiced_seq >= 0
                            and last_seq > invoiced_seq then 1 else 0 end), 0) as late_before
                        from billing_periods
                        where period_start <= :start
                          and (unpriced > 0 or last_seq > invoiced_seq)
                        """)
                .param("start", UtcTimes.toColumn(month.start()))
                .query((row, number) ->
                        new Unusual(row.getLong("unpriced"), row.getLong("late"), row.getLong("late_before")))
                .single();
    }

    /** Customers with unpriced usage of the month while it runs. */
    long unpricedRunning(BillingPeriod month) {
        return count("""
                        select count(*)
                        from customer_ledgers
                        where period_start = :start
                          and unpriced > 0
                        """, month);
    }

    /** What the month's invoices carry on to later ones, less what they took over, by currency. */
    Map<Currency, Money> carried(BillingPeriod month) {
        Map<Currency, Money> carried = new HashMap<>();
        jdbc.sql("""
                        select l.currency, sum(l.amount) as amount
                        from invoices i
                        join invoice_lines l on l.customer_key = i.customer_key and l.invoice_id = i.invoice_id
                        where i.period_start = :start
                          and i.status <> 'VOID'
                          and l.kind = 'CARRY'
                        group by l.currency
                        having sum(l.amount) <> 0
                        """).param("start", UtcTimes.toColumn(month.start())).query(row -> {
            Money amount = amount(row, "amount");
            carried.put(amount.currency(), amount);
        });
        return carried;
    }

    /** Entries that wait for a person: the month's periods, and what is parked about its invoices. */
    long parked(BillingPeriod month) {
        return jdbc.sql("""
                        select count(*)
                        from parked
                        where state = 'OPEN'
                          and (parked_id = :period_id or locate(:invoice_part, parked_id) > 0)
                        """)
                .param("period_id", Bytes.of("period-" + month.label()))
                .param("invoice_part", Bytes.of("_" + month.label().replace("-", "") + "01_"))
                .query(Long.class)
                .single();
    }

    /** Invoices of the month that should have been paid by now. */
    long overdue(BillingPeriod month, Instant now) {
        return jdbc.sql("""
                        select count(*)
                        from invoices
                        where status in ('FINALIZED', 'UNCOLLECTIBLE')
                          and period_start = :start
                          and due_time <= :now
                          and total_amount - amount_credited > amount_paid
                        """)
                .param("start", UtcTimes.toColumn(month.start()))
                .param("now", UtcTimes.toColumn(now))
                .query(Long.class)
                .single();
    }

    /** Customers that were subscribed in the one month and not in the other. */
    long subscribedOnlyIn(BillingPeriod month, BillingPeriod other) {
        return jdbc.sql("""
                        select count(distinct s.customer_key)
                        from subscriptions s
                        where s.start_time < :end
                          and (s.end_time is null or s.end_time > :start)
                          and (s.end_time is null or s.end_time > s.start_time)
                          and not exists (
                            select o.customer_key
                            from subscriptions o
                            where o.customer_key = s.customer_key
                              and o.start_time < :other_end
                              and (o.end_time is null or o.end_time > :other_start)
                              and (o.end_time is null or o.end_time > o.start_time))
                        """)
                .param("start", UtcTimes.toColumn(month.start()))
                .param("end", UtcTimes.toColumn(month.end()))
                .param("other_start", UtcTimes.toColumn(other.start()))
                .param("other_end", UtcTimes.toColumn(other.end()))
                .query(Long.class)
                .single();
    }

    /** Customers invoiced in this month and the one before, in one currency, whose totals differ most. */
    List<Change> biggestChanges(BillingPeriod month, int limit) {
        return jdbc.sql("""
                        select c.customer_id, i.currency, i.total_amount as amount, l.total_amount as last_amount
                        from invoices i
                        join invoices l on l.customer_key = i.customer_key
                          and l.period_start = :last_start
                          and l.living = 1
                          and l.currency = i.currency
                        join customers c on c.customer_key = i.customer_key
                        where i.period_start = :start
                          and i.living = 1
                          and i.total_amount <> l.total_amount
                        order by abs(i.total_amount - l.total_amount) desc, c.customer_id
                        limit :limit
                        """)
                .param("start", UtcTimes.toColumn(month.start()))
                .param("last_start", UtcTimes.toColumn(month.previous().start()))
                .param("limit", limit)
                .query((row, number) -> new Change(
                        Bytes.text(row.getBytes("customer_id")), amount(row, "last_amount"), amount(row, "amount")))
                .list();
    }

    /** The customer that used most of the running month, of any currency; empty = nobody used anything. */
    String biggestRunning(BillingPeriod month) {
        return jdbc.sql("""
                        select c.customer_id
                        from customer_ledgers g
                        join customers c on c.customer_key = g.customer_key
                        where g.period_start = :start
                        order by g.usage_cost desc, g.customer_key
                        limit 1
                        """)
                .param("start", UtcTimes.toColumn(month.start()))
                .query((row, number) -> Bytes.text(row.getBytes(1)))
                .optional()
                .orElse("");
    }

    private long count(String sql, BillingPeriod month) {
        return jdbc.sql(sql)
                .param("start", UtcTimes.toColumn(month.start()))
                .query(Long.class)
                .single();
    }

    private static Money amount(ResultSet row, String column) throws SQLException {
        return new Money(row.getBigDecimal(column).longValueExact(), Currency.getInstance(row.getString("currency")));
    }
}
