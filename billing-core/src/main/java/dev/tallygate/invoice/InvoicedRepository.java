package dev.tallygate.invoice;

import dev.tallygate.database.Bytes;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.money.Money;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is invoiced already, of many customers' periods in one statement each. */
public final class InvoicedRepository {
    private final JdbcClient jdbc;

    public InvoicedRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Sums of the lines by key, on invoices that are not void; the caller asks for at most some hundred periods. */
    Map<PeriodKey, List<InvoicedKey>> invoicedKeys(Collection<PeriodKey> periods) {
        Map<PeriodKey, List<InvoicedKey>> keys = new HashMap<>();
        if (periods.isEmpty()) {
            return keys;
        }
        jdbc.sql("""
                        select l.customer_key, l.period_start, l.period_end, l.window_start, l.charge_id, l.rating_key,
                          l.currency, max(l.kind) as kind, max(l.plan_version_id) as plan_version_id,
                          max(l.description) as description, sum(l.amount) as amount
                        from invoice_lines l
                        join invoices i on i.customer_key = l.customer_key and i.invoice_id = l.invoice_id
                        where l.customer_key in (:customer_keys)
                          and l.period_start in (:period_starts)
                          and i.status <> 'VOID'
                        group by l.customer_key, l.period_start, l.period_end, l.window_start, l.charge_id,
                          l.rating_key, l.currency
                        order by l.customer_key, l.period_start, l.window_start, l.charge_id, l.rating_key
                        """)
                .param("customer_keys", customerKeys(periods))
                .param("period_starts", periodStarts(periods))
                .query(row -> {
                    keys.computeIfAbsent(periodKey(row), key -> new ArrayList<>())
                            .add(invoicedKey(row));
                });
        return keys;
    }

    /** How the periods stand with invoices of their own: revisions used, and whether a PERIOD invoice lives. */
    Map<PeriodKey, PeriodInvoices> periodInvoices(Collection<PeriodKey> periods) {
        Map<PeriodKey, PeriodInvoices> invoices = new HashMap<>();
        if (periods.isEmpty()) {
            return invoices;
        }
        jdbc.sql("""
                        select customer_key, period_start, kind, max(revision) as revision,
                          sum(case when status <> 'VOID' then 1 else 0 end) as living
                        from invoices
                        where customer_key in (:customer_keys)
                          and period_start in (:period_starts)
                        group by customer_key, period_start, kind
                        """)
                .param("customer_keys", customerKeys(periods))
                .param("period_starts", periodStarts(periods))
                .query(row -> {
                    invoices.merge(periodKey(row), periodInvoices(row), PeriodInvoices::plus);
                });
        return invoices;
    }

    /** The balance of each customer that has one, by currency: −Σ carry lines of invoices that are not void. */
    Map<Long, Map<Currency, Money>> balances(Collection<Long> customerKeys) {
        Map<Long, Map<Currency, Money>> balances = new TreeMap<>();
        if (customerKeys.isEmpty()) {
            return balances;
        }
        jdbc.sql("""
                        select l.customer_key, l.currency, sum(l.amount) as amount
                        from invoice_lines l
                        join invoices i on i.customer_key = l.customer_key and i.invoice_id = l.invoice_id
                        where l.customer_key in (:customer_keys)
                          and l.period_start is null
                          and i.status <> 'VOID'
                        group by l.customer_key, l.currency
                        having sum(l.amount) <> 0
                        """).param("customer_keys", List.copyOf(customerKeys)).query(row -> {
            Money carried = amount(row);
            balances.computeIfAbsent(row.getLong("customer_key"), key -> new HashMap<>())
                    .put(carried.currency(), carried.negated());
        });
        return balances;
    }

    /** Totals of the periods' living PERIOD invoices; a period without one is missing. */
    Map<PeriodKey, Money> periodTotals(Collection<PeriodKey> periods) {
        Map<PeriodKey, Money> totals = new HashMap<>();
        if (periods.isEmpty()) {
            return totals;
        }
        jdbc.sql("""
                        select customer_key, period_start, currency, total_amount as amount
                        from invoices
                        where customer_key in (:customer_keys)
                          and period_start in (:period_starts)
                          and living = 1
                        """)
                .param("customer_keys", customerKeys(periods))
                .param("period_starts", periodStarts(periods))
                .query(row -> {
                    totals.put(periodKey(row), amount(row));
                });
        return totals;
    }

    /** What one period has of invoices; 0 = no revision yet. */
    record PeriodInvoices(int periodRevision, int livingPeriod, int adjustmentRevision) {
        static final PeriodInvoices NONE = new PeriodInvoices(0, 0, 0);

        PeriodInvoices plus(PeriodInvoices other) {
            return new PeriodInvoices(
                    Math.max(periodRevision, other.periodRevision),
                    livingPeriod + other.livingPeriod,
                    Math.max(adjustmentRevision, other.adjustmentRevision));
        }
    }

    private static PeriodInvoices periodInvoices(ResultSet row) throws SQLException {
        int revision = row.getInt("revision");
        return switch (InvoiceKind.valueOf(Bytes.text(row.getBytes("kind")))) {
            case PERIOD -> new PeriodInvoices(revision, row.getInt("living"), 0);
            case ADJUSTMENT -> new PeriodInvoices(0, 0, revision);
        };
    }

    private static InvoicedKey invoicedKey(ResultSet row) throws SQLException {
        return new InvoicedKey(
                InvoiceLineRepository.key(row),
                amount(row),
                LineKind.valueOf(Bytes.text(row.getBytes("kind"))),
                row.getLong("plan_version_id"),
                row.getString("description"));
    }

    private static Money amount(ResultSet row) throws SQLException {
        long minorUnits = row.getBigDecimal("amount").longValueExact();
        return new Money(minorUnits, Currency.getInstance(row.getString("currency")));
    }

    private static PeriodKey periodKey(ResultSet row) throws SQLException {
        return new PeriodKey(row.getLong("customer_key"), InvoiceLineRepository.time(row, "period_start"));
    }

    private static List<Long> customerKeys(Collection<PeriodKey> periods) {
        return periods.stream().map(PeriodKey::customerKey).distinct().toList();
    }

    /** Together with the customers' keys a little more than asked for; both are prefixes of the index. */
    private static List<LocalDateTime> periodStarts(Collection<PeriodKey> periods) {
        return periods.stream()
                .map(period -> UtcTimes.toColumn(period.periodStart()))
                .distinct()
                .toList();
    }
}
