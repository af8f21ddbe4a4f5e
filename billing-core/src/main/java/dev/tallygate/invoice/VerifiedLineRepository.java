package dev.tallygate.invoice;

import dev.tallygate.database.Bytes;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.money.Money;
import dev.tallygate.time.UtcTimes;
import java.util.Currency;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lines and sums of invoices that are not void, as {@code verify} reads them. */
public final class VerifiedLineRepository {
    private final JdbcClient jdbc;

    public VerifiedLineRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A line and the invoice that it stands on. */
    record LivingLine(String invoiceId, InvoiceLine.Rated line) {}

    /** An invoice's total beside the sum of its lines. */
    record InvoiceSum(String invoiceId, Money total, Money lines) {}

    /** Lines that are for the period, on whatever invoice they stand. */
    List<LivingLine> ofPeriod(PeriodKey period) {
        return jdbc.sql("""
                        select l.invoice_id, l.line_number, l.kind, l.currency, l.period_start, l.period_end,
                          l.window_start, l.charge_id, l.rating_key, l.plan_version_id, l.through_seq, l.quantity,
                          l.allowance_used, l.unrounded_amount, l.prior_amount, l.amount, l.description, l.explanation
                        from invoice_lines l
                        join invoices i on i.customer_key = l.customer_key and i.invoice_id = l.invoice_id
                        where l.customer_key = :customer_key
                          and l.period_start = :period_start
                          and i.status <> 'VOID'
                        order by l.invoice_id, l.line_number
                        """)
                .param("customer_key", period.customerKey())
                .param("period_start", UtcTimes.toColumn(period.periodStart()))
                .query((row, number) -> new LivingLine(
                        Bytes.text(row.getBytes("invoice_id")), (InvoiceLine.Rated) InvoiceLineRepository.line(row)))
                .list();
    }

    /** Invoices of the period itself. */
    List<InvoiceSum> sumsOfPeriod(PeriodKey period) {
        return jdbc.sql("""
                        select i.invoice_id, i.currency, i.total_amount, coalesce(sum(l.amount), 0) as lines_amount
                        from invoices i
                        left join invoice_lines l on l.customer_key = i.customer_key and l.invoice_id = i.invoice_id
                        where i.customer_key = :customer_key
                          and i.period_start = :period_start
                          and i.status <> 'VOID'
                        group by i.invoice_id, i.currency, i.total_amount
                        order by i.invoice_id
                        """)
                .param("customer_key", period.customerKey())
                .param("period_start", UtcTimes.toColumn(period.periodStart()))
                .query((row, number) -> {
                    Currency currency = Currency.getInstance(row.getString("currency"));
                    return new InvoiceSum(
                            Bytes.text(row.getBytes("invoice_id")),
                            new Money(row.getLong("total_amount"), currency),
                            new Money(row.getBigDecimal("lines_amount").longValueExact(), currency));
                })
                .list();
    }
}
