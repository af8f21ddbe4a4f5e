package dev.tallygate.invoice;

import dev.tallygate.database.Bytes;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code invoices}, read and moved. */
public final class InvoiceRepository {
    private static final Instant FIRST_TIME = Instant.parse("1000-01-01T00:00:00Z");
    private static final Instant LAST_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final JdbcClient jdbc;

    public InvoiceRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Invoice> find(InvoiceId id) {
        return jdbc.sql("""
                        select customer_key, invoice_id, period_start, period_end, status, currency, total_amount,
                          amount_paid, amount_credited, plan_version_id, invoice_number, provider, provider_invoice_id,
                          provider_number, drafted_time, finalized_time, paid_time, voided_time, due_time, charge_failed_time,
                          pay_url
                        from invoices
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .query((row, number) -> invoice(row))
                .optional();
    }

    Optional<Invoice> findByProviderId(String provider, String providerInvoiceId) {
        return jdbc.sql("""
                        select customer_key, invoice_id, period_start, period_end, status, currency, total_amount,
                          amount_paid, amount_credited, plan_version_id, invoice_number, provider, provider_invoice_id,
                          provider_number, drafted_time, finalized_time, paid_time, voided_time, due_time, charge_failed_time,
                          pay_url
                        from invoices
                        where provider = :provider
                          and provider_invoice_id = :provider_invoice_id
                        limit 1
                        """)
                .param("provider", Bytes.of(provider))
                .param("provider_invoice_id", Bytes.of(providerInvoiceId))
                .query((row, number) -> invoice(row))
                .optional();
    }

    List<Invoice> list(InvoiceFilter filter, @Nullable InvoiceId after, int limit) {
        if (filter.statuses().isEmpty()) {
            return List.of();
        }
        Long customerKey = filter.customerKey();
        long afterKey = after == null ? 0 : after.customerKey();
        return jdbc.sql("""
                        select customer_key, invoice_id, period_start, period_end, status, currency, total_amount,
                          amount_paid, amount_credited, plan_version_id, invoice_number, provider, provider_invoice_id,
                          provider_number, drafted_time, finalized_time, paid_time, voided_time, due_time, charge_failed_time,
                          pay_url
                        from invoices
                        where customer_key between :first_key and :last_key
                          and (customer_key > :after_key or customer_key = :after_key and invoice_id > :after_id)
                          and status in (:statuses)
                          and period_start between :first_time and :last_time
                          and (:due_by is null or due_time <= :due_by)
                        order by customer_key, invoice_id
                        limit :limit
                        """)
                .param("first_key", customerKey == null ? afterKey : customerKey)
                .param("last_key", customerKey == null ? Long.MAX_VALUE : customerKey)
                .param("after_key", afterKey)
                .param("after_id", Bytes.of(after == null ? "" : after.toString()))
                .param("statuses", statuses(filter.statuses()))
                .param("first_time", UtcTimes.toColumn(Objects.requireNonNullElse(filter.periodStart(), FIRST_TIME)))
                .param("last_time", UtcTimes.toColumn(Objects.requireNonNullElse(filter.periodStart(), LAST_TIME)))
                .param("due_by", column(filter.dueBy()))
                .param("limit", limit)
                .query((row, number) -> invoice(row))
                .list();
    }

    /** Of the customer's invoices that wait for money the one that is due first. */
    Optional<Invoice> unpaid(long customerKey) {
        return jdbc.sql("""
                        select customer_key, invoice_id, period_start, period_end, status, currency, total_amount,
                          amount_paid, amount_credited, plan_version_id, invoice_number, provider, provider_invoice_id,
                          provider_number, drafted_time, finalized_time, paid_time, voided_time, due_time, charge_failed_time,
                          pay_url
                        from invoices
                        where customer_key = :customer_key
                          and status in ('FINALIZED', 'UNCOLLECTIBLE')
                          and due_time is not null
                          and total_amount - amount_credited > amount_paid
                        order by due_time, invoice_id
                        limit 1
                        """)
                .param("customer_key", customerKey)
                .query((row, number) -> invoice(row))
                .optional();
    }

    /** The PERIOD invoice of a period that is not void. */
    Optional<Invoice> living(long customerKey, Instant periodStart) {
        return jdbc.sql("""
                        select customer_key, invoice_id, period_start, period_end, status, currency, total_amount,
                          amount_paid, amount_credited, plan_version_id, invoice_number, provider, provider_invoice_id,
                          provider_number, drafted_time, finalized_time, paid_time, voided_time, due_time, charge_failed_time,
                          pay_url
                        from invoices
                        where customer_key = :customer_key
                          and period_start = :period_start
                          and living = 1
                        """)
                .param("customer_key", customerKey)
                .param("period_start", UtcTimes.toColumn(periodStart))
                .query((row, number) -> invoice(row))
                .optional();
    }

    void credited(InvoiceId id, long amountCredited) {
        jdbc.sql("""
                        update invoices
                        set amount_credited = :amount_credited
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                        """)
                .param("amount_credited", amountCredited)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .update();
    }

    void changeDue(InvoiceId id, Invoice.Due due) {
        jdbc.sql("""
                        update invoices
                        set due_time = :due_time,
                          charge_failed_time = :charge_failed_time,
                          pay_url = :pay_url
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                        """)
                .param("due_time", column(due.dueTime()))
                .param("charge_failed_time", column(due.chargeFailedTime()))
                .param("pay_url", due.payUrl())
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .update();
    }

    private static List<byte[]> statuses(Collection<InvoiceStatus> statuses) {
        return statuses.stream().map(one -> Bytes.of(one.name())).toList();
    }

    private static @Nullable LocalDateTime column(@Nullable Instant time) {
        return time == null ? null : UtcTimes.toColumn(time);
    }

    void linkToProvider(InvoiceId id, String providerInvoiceId) {
        jdbc.sql("""
                        update invoices
                        set provider_invoice_id = :provider_invoice_id
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                        """)
                .param("provider_invoice_id", Bytes.of(providerInvoiceId))
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .update();
    }

    boolean finalized(InvoiceId id, String providerInvoiceId, @Nullable String providerNumber, Instant time) {
        return jdbc.sql("""
                        update invoices
                        set status = 'FINALIZED',
                          provider_invoice_id = :provider_invoice_id,
                          provider_number = :provider_number,
                          finalized_time = :time
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                          and status = 'DRAFT'
                        """)
                        .param("provider_invoice_id", Bytes.of(providerInvoiceId))
                        .param("provider_number", Bytes.ofNullable(providerNumber))
                        .param("time", UtcTimes.toColumn(time))
                        .param("customer_key", id.customerKey())
                        .param("invoice_id", Bytes.of(id.toString()))
                        .update()
                == 1;
    }

    boolean paid(InvoiceId id, long amountPaid, Instant time) {
        return jdbc.sql("""
                        update invoices
                        set status = 'PAID',
                          amount_paid = :amount_paid,
                          paid_time = :time
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                          and status in ('FINALIZED', 'UNCOLLECTIBLE')
                        """)
                        .param("amount_paid", amountPaid)
                        .param("time", UtcTimes.toColumn(time))
                        .param("customer_key", id.customerKey())
                        .param("invoice_id", Bytes.of(id.toString()))
                        .update()
                == 1;
    }

    boolean received(InvoiceId id, long amountPaid) {
        return jdbc.sql("""
                        update invoices
                        set amount_paid = :amount_paid
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                          and status in ('FINALIZED', 'UNCOLLECTIBLE', 'PAID')
                          and amount_paid < :amount_paid
                        """)
                        .param("amount_paid", amountPaid)
                        .param("customer_key", id.customerKey())
                        .param("invoice_id", Bytes.of(id.toString()))
                        .update()
                == 1;
    }

    boolean uncollectible(InvoiceId id) {
        return jdbc.sql("""
                        update invoices
                        set status = 'UNCOLLECTIBLE'
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                          and status = 'FINALIZED'
                        """)
                        .param("customer_key", id.customerKey())
                        .param("invoice_id", Bytes.of(id.toString()))
                        .update()
                == 1;
    }

    /** Also takes it from the living PERIOD invoices, so that a successor may be drafted. */
    boolean voided(InvoiceId id, Instant time) {
        return jdbc.sql("""
                        update invoices
                        set status = 'VOID',
                          living = null,
                          voided_time = :time
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                          and status in ('DRAFT', 'FINALIZED', 'UNCOLLECTIBLE')
                        """)
                        .param("time", UtcTimes.toColumn(time))
                        .param("customer_key", id.customerKey())
                        .param("invoice_id", Bytes.of(id.toString()))
                        .update()
                == 1;
    }

    private static Invoice invoice(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        String name = Bytes.text(row.getBytes("invoice_id"));
        InvoiceId id = InvoiceId.parse(name).orElseThrow(() -> new IllegalStateException("invoice_id: " + name));
        return new Invoice(
                id,
                new BillingPeriod(time(row, "period_start"), time(row, "period_end")),
                InvoiceStatus.valueOf(Bytes.text(row.getBytes("status"))),
                new Money(row.getLong("total_amount"), currency),
                new Money(row.getLong("amount_paid"), currency),
                new Money(row.getLong("amount_credited"), currency),
                row.getLong("plan_version_id"),
                new Invoice.Reference(
                        Bytes.text(row.getBytes("provider")),
                        Bytes.textNullable(row.getBytes("invoice_number")),
                        Bytes.textNullable(row.getBytes("provider_invoice_id")),
                        Bytes.textNullable(row.getBytes("provider_number"))),
                new Invoice.Times(
                        time(row, "drafted_time"),
                        timeNullable(row, "finalized_time"),
                        timeNullable(row, "paid_time"),
                        timeNullable(row, "voided_time")),
                new Invoice.Due(
                        timeNullable(row, "due_time"),
                        timeNullable(row, "charge_failed_time"),
                        row.getString("pay_url")));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return UtcTimes.fromColumn(row.getObject(column, LocalDateTime.class));
    }

    private static @Nullable Instant timeNullable(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : UtcTimes.fromColumn(time);
    }
}
