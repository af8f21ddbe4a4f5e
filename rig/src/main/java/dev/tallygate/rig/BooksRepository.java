package dev.tallygate.rig;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the books from outside, with SQL of its own: what the last check compares was not computed by the product. */
final class BooksRepository implements AutoCloseable {
    private final Connection connection;

    private BooksRepository(Connection connection) {
        this.connection = connection;
    }

    static BooksRepository open(String url, String user, String password) {
        try {
            return new BooksRepository(
                    user.isEmpty()
                            ? DriverManager.getConnection(url)
                            : DriverManager.getConnection(url, user, password));
        } catch (SQLException e) {
            throw new RigFailed("the database of this demo cannot be read", e);
        }
    }

    /** Sums over rows of events, or over totals. */
    record Sums(long requests, long tokensIn, long tokensInCached, long tokensOut) {}

    /** An invoice of one period, as stored. */
    record Invoice(
            String invoiceId,
            String status,
            String currencyCode,
            long totalAmount,
            long amountPaid,
            String providerInvoiceId,
            boolean finalized) {}

    /** A line of an invoice; {@code amount} is what it adds to the total. */
    record Line(String kind, BigDecimal unroundedAmount, long priorAmount, long amount) {}

    /** {@code select version()}. */
    String databaseVersion() {
        return one("select version()", row -> row.getString(1)).orElseThrow();
    }

    Sums eventSums(String customerId, YearMonth month) {
        return sums("""
                select count(*), coalesce(sum(e.tokens_in), 0), coalesce(sum(e.tokens_in_cached), 0), coalesce(sum(e.tokens_out), 0)
                from usage_events e
                join customers c on c.customer_key = e.customer_key
                where c.customer_id = ?
                  and e.usage_time >= ?
                  and e.usage_time < ?
                """, customerId, start(month), start(month.plusMonths(1)));
    }

    /** Totals, and the events behind them that they do not hold yet. */
    Sums totalSums(String customerId, YearMonth month) {
        return sums("""
                select coalesce(sum(requests), 0), coalesce(sum(tokens_in), 0), coalesce(sum(tokens_in_cached), 0),
                  coalesce(sum(tokens_out), 0)
                from (
                  select customer_key, window_start, requests, tokens_in, tokens_in_cached, tokens_out
                  from usage_totals
                  union all
                  select e.customer_key, e.window_start, e.requests, e.tokens_in, e.tokens_in_cached, e.tokens_out
                  from usage_events e
                  join customer_ledgers g on g.customer_key = e.customer_key
                  where e.seq > g.totals_seq) used
                join customers c on c.customer_key = used.customer_key
                where c.customer_id = ?
                  and used.window_start >= ?
                  and used.window_start < ?
                """, customerId, start(month), start(month.plusMonths(1)));
    }

    /** The sum of what each event added to the period's cost, to all 12 places. */
    BigDecimal eventCost(String customerId, YearMonth month) {
        return one("""
                        select coalesce(sum(e.cost_units), 0)
                        from usage_events e
                        join customers c on c.customer_key = e.customer_key
                        where c.customer_id = ?
                          and e.usage_time >= ?
                          and e.usage_time < ?
                        """, row -> row.getBigDecimal(1), bytes(customerId), start(month), start(month.plusMonths(1)))
                .orElseThrow();
    }

    /** The period's cost as the gate or the period's own row carries it; empty if neither has the period. */
    Optional<BigDecimal> periodCost(String customerId, YearMonth month) {
        Optional<BigDecimal> own = one("""
                select p.usage_cost
                from billing_periods p
                join customers c on c.customer_key = p.customer_key
                where c.customer_id = ?
                  and p.period_start = ?
                """, row -> row.getBigDecimal(1), bytes(customerId), start(month));
        return own.isPresent() ? own : runningCost(customerId, month);
    }

    private Optional<BigDecimal> runningCost(String customerId, YearMonth month) {
        return one("""
                select g.usage_cost
                from customer_ledgers g
                join customers c on c.customer_key = g.customer_key
                where c.customer_id = ?
                  and g.period_start = ?
                """, row -> row.getBigDecimal(1), bytes(customerId), start(month));
    }

    /** The living invoice of a period. */
    Optional<Invoice> invoice(String customerId, YearMonth month) {
        return one(
                """
                select i.invoice_id, i.status, i.currency, i.total_amount, i.amount_paid, i.provider_invoice_id, i.finalized_time is not null
                from invoices i
                join customers c on c.customer_key = i.customer_key
                where c.customer_id = ?
                  and i.period_start = ?
                  and i.living = 1
                """,
                row -> new Invoice(
                        text(row, 1),
                        text(row, 2),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        text(row, 6),
                        row.getBoolean(7)),
                bytes(customerId),
                start(month));
    }

    List<Line> lines(String invoiceId) {
        return all(
                """
                select l.kind, l.unrounded_amount, l.prior_amount, l.amount
                from invoice_lines l
                where l.invoice_id = ?
                order by l.line_number
                """,
                row -> new Line(text(row, 1), row.getBigDecimal(2), row.getLong(3), row.getLong(4)),
                bytes(invoiceId));
    }

    /** The provider's id of a customer; empty until the provider has answered. */
    Optional<String> providerCustomerId(String customerId) {
        return one("""
                select provider_customer_id
                from customers
                where customer_id = ?
                  and provider_customer_id is not null
                """, row -> text(row, 1), bytes(customerId));
    }

    /** How many calls to providers ended how, of those that were begun from then on. */
    Map<String, Long> attempts(Instant begin) {
        Map<String, Long> counts = new TreeMap<>();
        all("""
                        select coalesce(result, 'LOST'), count(*)
                        from delivery_attempts
                        where begun_time >= ?
                        group by result
                        """, row -> Map.entry(text(row, 1), row.getLong(2)), LocalDateTime.ofInstant(begin, ZoneOffset.UTC))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /** How many webhook events were stored, and how many of them settled something. */
    long[] webhookCounts() {
        return one("""
                        select count(*), coalesce(sum(state = 'SETTLED'), 0)
                        from provider_events
                        """, row -> new long[] {row.getLong(1), row.getLong(2)}).orElseThrow();
    }

    private Sums sums(String sql, String customerId, LocalDateTime from, LocalDateTime to) {
        return one(
                        sql,
                        row -> new Sums(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                        bytes(customerId),
                        from,
                        to)
                .orElseThrow();
    }

    /** Reads one row into a value. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> Optional<T> one(String sql, RowReader<T> reader, Object... parameters) {
        return all(sql, reader, parameters).stream().findFirst();
    }

    private <T> List<T> all(String sql, RowReader<T> reader, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new RigFailed("the books cannot be read", e);
        }
    }

    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ResultSet row, int column) throws SQLException {
        byte[] value = row.getBytes(column);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static LocalDateTime start(YearMonth month) {
        return month.atDay(1).atStartOfDay();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new RigFailed("the database connection cannot be closed", e);
        }
    }
}
