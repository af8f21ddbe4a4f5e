package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code carried_amounts}. */
final class CarriedRepository {
    private static final int ROWS_MAX = 100;

    private final JdbcClient jdbc;

    CarriedRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What these invoices hand on or collect, by the invoices that it is a part of. */
    List<CarriedAmount> ofInvoices(Collection<InvoiceId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<byte[]> names = ids.stream().map(id -> Bytes.of(id.toString())).toList();
        return jdbc.sql("""
                        select from_invoice_id, into_invoice_id, cause, currency, amount
                        from carried_amounts
                        where customer_key in (:customer_keys)
                          and (from_invoice_id in (:invoice_ids) or into_invoice_id in (:invoice_ids))
                        order by customer_key, from_invoice_id
                        """)
                .param(
                        "customer_keys",
                        ids.stream().map(InvoiceId::customerKey).distinct().toList())
                .param("invoice_ids", names)
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** What no invoice collects yet of those that are closed, oldest first. */
    List<CarriedAmount> waiting(long customerKey, String provider, CarriedAmount.Cause cause) {
        return jdbc.sql("""
                        select c.from_invoice_id, c.into_invoice_id, c.cause, c.currency, c.amount
                        from carried_amounts c
                        join invoices i on i.customer_key = c.customer_key and i.invoice_id = c.from_invoice_id
                        where c.customer_key = :customer_key
                          and c.into_invoice_id is null
                          and c.cause = :cause
                          and i.provider = :provider
                          and i.status in ('FINALIZED', 'PAID', 'UNCOLLECTIBLE')
                        order by c.carried_time, c.from_invoice_id
                        limit :limit
                        """)
                .param("customer_key", customerKey)
                .param("provider", Bytes.of(provider))
                .param("cause", Bytes.of(cause.name()))
                .param("limit", ROWS_MAX)
                .query((row, number) -> fromRow(row))
                .list();
    }

    void insert(CarriedAmount carried, Instant now) {
        jdbc.sql("""
                insert into carried_amounts (customer_key, from_invoice_id, cause, currency, amount, carried_time)
                values (:customer_key, :from_invoice_id, :cause, :currency, :amount, :now)
                """)
                .param("customer_key", carried.from().customerKey())
                .param("from_invoice_id", Bytes.of(carried.from().toString()))
                .param("cause", Bytes.of(carried.cause().name()))
                .param("currency", carried.amount().currency().getCurrencyCode())
                .param("amount", carried.amount().minorUnits())
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    void collect(InvoiceId from, InvoiceId into) {
        jdbc.sql("""
                update carried_amounts
                set into_invoice_id = :into_invoice_id
                where customer_key = :customer_key
                  and from_invoice_id = :from_invoice_id
                  and into_invoice_id is null
                """)
                .param("customer_key", from.customerKey())
                .param("from_invoice_id", Bytes.of(from.toString()))
                .param("into_invoice_id", Bytes.of(into.toString()))
                .update();
    }

    /** Leaves what an invoice was to collect to the next one. */
    void release(InvoiceId into) {
        jdbc.sql("""
                update carried_amounts
                set into_invoice_id = null
                where customer_key = :customer_key
                  and into_invoice_id = :into_invoice_id
                  and cause = 'BELOW_MINIMUM'
                """)
                .param("customer_key", into.customerKey())
                .param("into_invoice_id", Bytes.of(into.toString()))
                .update();
    }

    /** Forgets what an invoice handed on, where nobody collects it. */
    void forget(InvoiceId from) {
        jdbc.sql("""
                delete from carried_amounts
                where customer_key = :customer_key
                  and from_invoice_id = :from_invoice_id
                  and into_invoice_id is null
                  and cause = 'BELOW_MINIMUM'
                """)
                .param("customer_key", from.customerKey())
                .param("from_invoice_id", Bytes.of(from.toString()))
                .update();
    }

    private static CarriedAmount fromRow(ResultSet row) throws SQLException {
        return new CarriedAmount(
                InvoiceId.parse(Bytes.text(row.getBytes("from_invoice_id"))).orElseThrow(),
                Optional.ofNullable(row.getBytes("into_invoice_id")).flatMap(into -> InvoiceId.parse(Bytes.text(into))),
                CarriedAmount.Cause.valueOf(Bytes.text(row.getBytes("cause"))),
                new Money(row.getLong("amount"), Currency.getInstance(row.getString("currency"))));
    }
}
