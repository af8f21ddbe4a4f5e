package dev.tallygate.month;

import dev.tallygate.database.Bytes;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the lines of a month with all that accounting asks about them. */
final class AccountingRepository {
    private static final List<String> TEXTS = List.of(
            "invoice_id",
            "invoice_number",
            "provider_number",
            "kind",
            "status",
            "customer_id",
            "line_kind",
            "charge_id",
            "rating_key",
            "provider",
            "provider_invoice_id");
    private static final List<String> TIMES = List.of("drafted_time", "finalized_time", "due_time", "paid_time");

    private final JdbcClient jdbc;

    AccountingRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lines of invoices that are not void, behind the given place; null = from the first. */
    List<AccountingLine> lines(BillingPeriod month, AccountingLine.@Nullable Place after, int limit) {
        AccountingLine.Place from = after == null ? new AccountingLine.Place(0, "", 0) : after;
        return jdbc.sql("""
                        select i.customer_key, i.invoice_id, i.invoice_number, i.provider_number, i.kind, i.status,
                          c.customer_id, c.name, i.period_start, l.line_number, l.kind as line_kind,
                          l.period_start as line_period_start, l.charge_id, l.rating_key, l.description, l.quantity,
                          l.amount, l.currency, i.total_amount, i.amount_paid, i.amount_credited, i.drafted_time, i.finalized_time, i.due_time,
                          i.paid_time, i.provider, i.provider_invoice_id
                        from invoices i
                        join invoice_lines l on l.customer_key = i.customer_key and l.invoice_id = i.invoice_id
                        join customers c on c.customer_key = i.customer_key
                        where i.period_start = :start
                          and i.status <> 'VOID'
                          and i.customer_key >= :after_key
                          and (i.customer_key > :after_key
                            or i.customer_key = :after_key and i.invoice_id > :after_id
                            or i.customer_key = :after_key and i.invoice_id = :after_id and l.line_number > :after_line)
                        order by i.customer_key, i.invoice_id, l.line_number
                        limit :limit
                        """)
                .param("start", UtcTimes.toColumn(month.start()))
                .param("after_key", from.customerKey())
                .param("after_id", Bytes.of(from.invoiceId()))
                .param("after_line", from.lineNumber())
                .param("limit", limit)
                .query((row, number) -> line(row))
                .list();
    }

    private static AccountingLine line(ResultSet row) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String column : TEXTS) {
            values.put(column, Objects.requireNonNullElse(Bytes.textNullable(row.getBytes(column)), ""));
        }
        for (String column : TIMES) {
            values.put(column, time(row, column));
        }
        values.put("customer_name", row.getString("name"));
        values.put("period", month(row, "period_start"));
        values.put("line_period", month(row, "line_period_start"));
        values.put("line_number", String.valueOf(row.getInt("line_number")));
        values.put("description", row.getString("description"));
        values.put("quantity", Objects.requireNonNullElse(row.getString("quantity"), ""));
        values.put("currency", row.getString("currency"));
        values.put("net", major(row, "amount"));
        values.put("invoice_total", major(row, "total_amount"));
        values.put("invoice_paid", major(row, "amount_paid"));
        values.put("invoice_credited", major(row, "amount_credited"));
        AccountingLine.Place place = new AccountingLine.Place(
                row.getLong("customer_key"), Bytes.text(row.getBytes("invoice_id")), row.getInt("line_number"));
        return new AccountingLine(place, values);
    }

    private static String major(ResultSet row, String column) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        return new Money(row.getLong(column), currency).major().toPlainString();
    }

    private static String time(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? "" : UtcTimes.fromColumn(time).toString();
    }

    private static String month(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null
                ? ""
                : BillingPeriod.monthContaining(UtcTimes.fromColumn(time)).label();
    }
}
