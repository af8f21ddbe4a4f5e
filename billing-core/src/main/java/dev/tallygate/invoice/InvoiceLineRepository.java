package dev.tallygate.invoice;

import dev.tallygate.database.Bytes;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Currency;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code invoice_lines}. */
public final class InvoiceLineRepository {
    private final JdbcClient jdbc;

    public InvoiceLineRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<InvoiceLine> lines(InvoiceId id) {
        return jdbc.sql("""
                        select line_number, kind, currency, period_start, period_end, window_start, charge_id, rating_key,
                          plan_version_id, through_seq, quantity, allowance_used, unrounded_amount, prior_amount, amount,
                          description, explanation
                        from invoice_lines
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                        order by line_number
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .query((row, number) -> line(row))
                .list();
    }

    /** Starts of the periods that lines of the invoice name, its own and those of adjustment lines. */
    List<Instant> periodStarts(InvoiceId id) {
        return jdbc.sql("""
                        select distinct period_start
                        from invoice_lines
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                          and period_start is not null
                        order by period_start
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .query((row, number) -> time(row, "period_start"))
                .list();
    }

    static InvoiceLine line(ResultSet row) throws SQLException {
        int lineNumber = row.getInt("line_number");
        Currency currency = Currency.getInstance(row.getString("currency"));
        LineKind kind = LineKind.valueOf(Bytes.text(row.getBytes("kind")));
        Money amount = new Money(row.getLong("amount"), currency);
        String description = row.getString("description");
        if (kind == LineKind.CARRY) {
            return new InvoiceLine.Carry(lineNumber, amount, description);
        }
        Money prior = new Money(row.getLong("prior_amount"), currency);
        return new InvoiceLine.Rated(lineNumber, key(row), basis(kind, row), prior, amount, description);
    }

    static LineKey key(ResultSet row) throws SQLException {
        return new LineKey(
                new BillingPeriod(time(row, "period_start"), time(row, "period_end")),
                time(row, "window_start"),
                Bytes.text(row.getBytes("charge_id")),
                Bytes.text(row.getBytes("rating_key")));
    }

    private static LineBasis basis(LineKind kind, ResultSet row) throws SQLException {
        return new LineBasis(
                kind,
                row.getLong("plan_version_id"),
                row.getLong("through_seq"),
                row.getLong("quantity"),
                row.getLong("allowance_used"),
                row.getBigDecimal("unrounded_amount"),
                row.getString("explanation"));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return UtcTimes.fromColumn(row.getObject(column, LocalDateTime.class));
    }
}
