package dev.tallygate.overdue;

import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.time.UtcTimes;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code due_looks}; written under the customer's gate. */
final class LookRepository {

    private final JdbcClient jdbc;

    LookRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The invoices to be looked at by now, the longest due first. */
    List<InvoiceId> due(Instant now, int limit) {
        return jdbc.sql("""
                select invoice_id
                from due_looks
                where look_time <= :now
                order by look_time
                limit :limit
                """)
                .param("now", UtcTimes.toColumn(now))
                .param("limit", limit)
                .query((row, number) ->
                        InvoiceId.parse(Bytes.text(row.getBytes(1))).orElseThrow())
                .list();
    }

    /** Whether it is still to be looked at by now. */
    boolean isDue(InvoiceId id, Instant now) {
        return jdbc.sql("""
                        select count(*)
                        from due_looks
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                          and look_time <= :now
                        """)
                        .param("customer_key", id.customerKey())
                        .param("invoice_id", Bytes.of(id.toString()))
                        .param("now", UtcTimes.toColumn(now))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** It is looked at then, and not before. */
    void plan(InvoiceId id, Instant lookTime) {
        jdbc.sql("""
                insert into due_looks (customer_key, invoice_id, look_time)
                values (:customer_key, :invoice_id, :look_time)
                on duplicate key update look_time = values(look_time)
                """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .param("look_time", UtcTimes.toColumn(lookTime))
                .update();
    }

    /** It is looked at no more. */
    void end(InvoiceId id) {
        jdbc.sql("""
                delete from due_looks
                where customer_key = :customer_key
                  and invoice_id = :invoice_id
                """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .update();
    }
}
