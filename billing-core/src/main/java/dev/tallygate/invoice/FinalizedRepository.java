package dev.tallygate.invoice;

import dev.tallygate.database.Bytes;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.UtcTimes;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Numbers of invoices, and what stood on them when they got theirs. */
final class FinalizedRepository {
    private static final int INVOICES_MAX = 1_000;

    private final JdbcClient jdbc;

    FinalizedRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What was stored, with the JSON as it stands there; the digest in hexadecimal digits. */
    record Stored(String parties, String digest) {}

    /**
     * The next number of a form in a year, from 1. It is taken for good only when the transaction is committed, and whoever
     * wants the next one waits until then: so there is neither a gap nor a number twice.
     */
    long nextNumber(String form, int year) {
        jdbc.sql("""
                        insert into invoice_numbers (number_form, number_year, last_number)
                        values (:form, :year, 1)
                        on duplicate key update last_number = last_number + 1
                        """).param("form", Bytes.of(form)).param("year", year).update();
        return jdbc.sql("""
                        select last_number
                        from invoice_numbers
                        where number_form = :form
                          and number_year = :year
                        """)
                .param("form", Bytes.of(form))
                .param("year", year)
                .query(Long.class)
                .single();
    }

    void giveNumber(InvoiceId id, String number) {
        jdbc.sql("""
                        update invoices
                        set invoice_number = :number
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                        """)
                .param("number", Bytes.of(number))
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .update();
    }

    void insert(InvoiceId id, Stored stored) {
        jdbc.sql("""
                        insert into finalized_invoices (customer_key, invoice_id, parties, digest)
                        values (:customer_key, :invoice_id, :parties, :digest)
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .param("parties", stored.parties())
                .param("digest", HexFormat.of().parseHex(stored.digest()))
                .update();
    }

    Optional<Stored> find(InvoiceId id) {
        return jdbc.sql("""
                        select parties, digest
                        from finalized_invoices
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .query((row, number) ->
                        new Stored(row.getString("parties"), HexFormat.of().formatHex(row.getBytes("digest"))))
                .optional();
    }

    /** Invoices of the period that have a number, or had one once: void ones too. */
    List<InvoiceId> ofPeriod(PeriodKey period) {
        return jdbc.sql("""
                        select i.invoice_id
                        from invoices i
                        left join finalized_invoices f
                          on f.customer_key = i.customer_key and f.invoice_id = i.invoice_id
                        where i.customer_key = :customer_key
                          and i.period_start = :period_start
                          and (i.invoice_number is not null or f.invoice_id is not null)
                        order by i.invoice_id
                        limit\s""" + INVOICES_MAX)
                .param("customer_key", period.customerKey())
                .param("period_start", UtcTimes.toColumn(period.periodStart()))
                .query((row, number) ->
                        InvoiceId.parse(Bytes.text(row.getBytes("invoice_id"))).orElseThrow())
                .list();
    }

    Optional<InvoiceId> byNumber(String number) {
        return jdbc.sql("""
                        select invoice_id
                        from invoices
                        where invoice_number = :number
                        limit 1
                        """)
                .param("number", Bytes.of(number))
                .query((row, index) ->
                        InvoiceId.parse(Bytes.text(row.getBytes("invoice_id"))).orElseThrow())
                .optional();
    }

    /** The latest number that a PERIOD invoice of the same period was given, void or not. */
    Optional<String> periodInvoiceNumber(InvoiceId id) {
        return jdbc.sql("""
                        select invoice_number
                        from invoices
                        where customer_key = :customer_key
                          and period_start = :period_start
                          and kind = 'PERIOD'
                          and invoice_number is not null
                        order by revision desc
                        limit 1
                        """)
                .param("customer_key", id.customerKey())
                .param("period_start", id.periodStartDate().atStartOfDay())
                .query((row, index) -> Bytes.text(row.getBytes("invoice_number")))
                .optional();
    }
}
