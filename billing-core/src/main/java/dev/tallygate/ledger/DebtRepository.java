package dev.tallygate.ledger;

import dev.tallygate.database.Bytes;
import dev.tallygate.ledger.Debt.Unpaid;
import dev.tallygate.time.UtcTimes;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The columns of {@code customer_ledgers} that tell of unpaid invoices; recording never writes them. */
public final class DebtRepository {

    private final JdbcClient jdbc;

    public DebtRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** As it is now; the caller holds the gate if it is to stay so. Empty where there is no such customer. */
    public Optional<Debt> read(long customerKey) {
        return jdbc.sql("""
                select unpaid_due_time, unpaid_invoice_id, unpaid_pay_url, allowed_until_time
                from customer_ledgers
                where customer_key = :customer_key
                """)
                .param("customer_key", customerKey)
                .query((row, number) -> DebtColumns.read(row))
                .optional();
    }

    /** Takes a seq, so that whoever remembers the customer reads again. The caller holds the gate, and saves none read before. */
    public void write(long customerKey, Debt debt) {
        Unpaid unpaid = debt.unpaid();
        jdbc.sql("""
                update customer_ledgers
                set next_seq = next_seq + 1,
                  unpaid_due_time = :due_time,
                  unpaid_invoice_id = :invoice_id,
                  unpaid_pay_url = :pay_url,
                  allowed_until_time = :allowed_until
                where customer_key = :customer_key
                """)
                .param("due_time", unpaid == null ? null : UtcTimes.toColumn(unpaid.dueTime()))
                .param("invoice_id", unpaid == null ? null : Bytes.of(unpaid.invoiceId()))
                .param("pay_url", unpaid == null ? null : unpaid.payUrl())
                .param("allowed_until", column(debt.allowedUntil()))
                .param("customer_key", customerKey)
                .update();
    }

    private static @Nullable LocalDateTime column(@Nullable Instant time) {
        return time == null ? null : UtcTimes.toColumn(time);
    }
}
