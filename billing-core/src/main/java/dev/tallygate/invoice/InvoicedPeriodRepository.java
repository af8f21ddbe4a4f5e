package dev.tallygate.invoice;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What invoices know and change of the rows of {@code billing_periods}; only under the customer's gate. */
public final class InvoicedPeriodRepository {
    private final JdbcClient jdbc;

    public InvoicedPeriodRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The periods' lines are no longer equal to rounded amounts: the next bill takes them up. */
    void invoiceAgain(long customerKey, List<Instant> periodStarts) {
        jdbc.sql("""
                        update billing_periods
                        set invoiced_seq = -1
                        where customer_key = :customer_key
                          and period_start in (:period_starts)
                          and state = :closed
                        """)
                .param("customer_key", customerKey)
                .param(
                        "period_starts",
                        periodStarts.stream().map(UtcTimes::toColumn).toList())
                .param("closed", Bytes.of("CLOSED"))
                .update();
    }
}
