package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code payments}: what came for an invoice and what went back. */
final class PaymentRepository {
    private static final int ROWS_MAX = 1_000;

    private final JdbcClient jdbc;

    PaymentRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes what an object moved; its time stays that of the first writing. */
    void put(InvoiceId id, String provider, BookedMoney money, Instant now) {
        jdbc.sql("""
                insert into payments (customer_key, invoice_id, kind, object_id, provider, state, currency, amount,
                  moved_time, recorded_time)
                values (:customer_key, :invoice_id, :kind, :object_id, :provider, :state, :currency, :amount,
                  :moved_time, :now)
                on duplicate key update
                  recorded_time = if(amount = values(amount) and state = values(state), recorded_time, values(recorded_time)),
                  state = values(state),
                  amount = values(amount)
                """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .param("kind", Bytes.of(money.kind().name()))
                .param("object_id", Bytes.of(money.objectId()))
                .param("provider", Bytes.of(provider))
                .param("state", Bytes.of(money.state().name()))
                .param("currency", money.amount().currency().getCurrencyCode())
                .param("amount", money.amount().minorUnits())
                .param("moved_time", UtcTimes.toColumn(money.movedTime()))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** An object that turned out to have moved nothing. */
    void remove(InvoiceId id, MoneyKind kind, String objectId) {
        jdbc.sql("""
                delete from payments
                where customer_key = :customer_key
                  and invoice_id = :invoice_id
                  and kind = :kind
                  and object_id = :object_id
                """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .param("kind", Bytes.of(kind.name()))
                .param("object_id", Bytes.of(objectId))
                .update();
    }

    /** In the order of their times. */
    List<BookedMoney> ofInvoice(InvoiceId id) {
        return jdbc.sql("""
                        select kind, object_id, state, currency, amount, moved_time
                        from payments
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                        order by moved_time, kind, object_id
                        limit :limit
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .param("limit", ROWS_MAX)
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** Of some hundred invoices, each in the order of its times. */
    Map<InvoiceId, List<BookedMoney>> ofInvoices(Collection<InvoiceId> ids) {
        Map<InvoiceId, List<BookedMoney>> byInvoice = new HashMap<>();
        if (ids.isEmpty()) {
            return byInvoice;
        }
        jdbc.sql("""
                        select invoice_id, kind, object_id, state, currency, amount, moved_time
                        from payments
                        where customer_key in (:customer_keys)
                          and invoice_id in (:invoice_ids)
                        order by customer_key, invoice_id, moved_time, kind, object_id
                        """)
                .param(
                        "customer_keys",
                        ids.stream().map(InvoiceId::customerKey).distinct().toList())
                .param(
                        "invoice_ids",
                        ids.stream().map(id -> Bytes.of(id.toString())).toList())
                .query(row -> {
                    InvoiceId id = InvoiceId.parse(Bytes.text(row.getBytes("invoice_id")))
                            .orElseThrow();
                    byInvoice.computeIfAbsent(id, first -> new ArrayList<>()).add(fromRow(row));
                });
        return byInvoice;
    }

    /** The invoice that this object paid. */
    Optional<InvoiceId> invoicePaidBy(String provider, String objectId) {
        return jdbc.sql("""
                        select invoice_id
                        from payments
                        where provider = :provider
                          and object_id = :object_id
                          and kind = 'PAYMENT'
                        limit 1
                        """)
                .param("provider", Bytes.of(provider))
                .param("object_id", Bytes.of(objectId))
                .query((row, number) -> Bytes.text(row.getBytes("invoice_id")))
                .optional()
                .flatMap(InvoiceId::parse);
    }

    private static BookedMoney fromRow(ResultSet row) throws SQLException {
        return new BookedMoney(
                MoneyKind.valueOf(Bytes.text(row.getBytes("kind"))),
                Bytes.text(row.getBytes("object_id")),
                BookedMoney.State.valueOf(Bytes.text(row.getBytes("state"))),
                new Money(row.getLong("amount"), Currency.getInstance(row.getString("currency"))),
                UtcTimes.fromColumn(row.getObject("moved_time", LocalDateTime.class)));
    }
}
