package dev.tallygate.invoice;

import dev.tallygate.database.Bytes;
import dev.tallygate.money.Money;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Currency;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lines by their key, whatever invoice they stand on. */
public final class KeyLineRepository {
    private static final int LINES_MAX = 1_000;

    private final JdbcClient jdbc;

    KeyLineRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A line, and whether its invoice was void by the time that was asked about. */
    record KeyLine(LineExplanation.PriorLine line, boolean wasVoid) {}

    /** Lines of the key on other invoices that were drafted by then, in the order in which they were; 1,000 at most. */
    List<KeyLine> before(InvoiceId id, LineKey key, Instant draftedTime) {
        return jdbc.sql("""
                        select l.invoice_id, l.line_number, l.amount, l.currency, i.status, i.voided_time
                        from invoice_lines l
                        join invoices i on i.customer_key = l.customer_key and i.invoice_id = l.invoice_id
                        where l.customer_key = :customer_key
                          and l.period_start = :period_start
                          and l.window_start = :window_start
                          and l.charge_id = :charge_id
                          and l.rating_key = :rating_key
                          and l.invoice_id <> :invoice_id
                          and i.drafted_time <= :drafted_time
                        order by i.drafted_time, l.invoice_id, l.line_number
                        limit :limit
                        """)
                .param("customer_key", id.customerKey())
                .param("period_start", UtcTimes.toColumn(key.period().start()))
                .param("window_start", UtcTimes.toColumn(key.windowStart()))
                .param("charge_id", Bytes.of(key.chargeId()))
                .param("rating_key", Bytes.of(key.ratingKey()))
                .param("invoice_id", Bytes.of(id.toString()))
                .param("drafted_time", UtcTimes.toColumn(draftedTime))
                .param("limit", LINES_MAX)
                .query((row, number) -> keyLine(row, draftedTime))
                .list();
    }

    private static KeyLine keyLine(ResultSet row, Instant draftedTime) throws SQLException {
        LocalDateTime voided = row.getObject("voided_time", LocalDateTime.class);
        LineExplanation.PriorLine line = new LineExplanation.PriorLine(
                Bytes.text(row.getBytes("invoice_id")),
                row.getInt("line_number"),
                InvoiceStatus.valueOf(Bytes.text(row.getBytes("status"))),
                new Money(row.getLong("amount"), Currency.getInstance(row.getString("currency"))));
        return new KeyLine(line, voided != null && !UtcTimes.fromColumn(voided).isAfter(draftedTime));
    }
}
