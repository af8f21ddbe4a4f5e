package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code credit_notes}, and what the deliveries of credit notes say of them. */
final class CreditNoteRepository {
    private static final int NOTES_MAX = 1_000;

    private final JdbcClient jdbc;

    CreditNoteRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<CreditNote> find(InvoiceId id) {
        return jdbc.sql("""
                        select invoice_id, original_id, state, currency, lowered_amount, balance_amount, provider_note_id
                        from credit_notes
                        where customer_key = :customer_key
                          and invoice_id = :invoice_id
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .query((row, number) -> fromRow(row))
                .optional();
    }

    /** The notes of an invoice, in the order of their names. */
    List<CreditNote> ofOriginal(InvoiceId original) {
        return jdbc.sql("""
                        select invoice_id, original_id, state, currency, lowered_amount, balance_amount, provider_note_id
                        from credit_notes
                        where customer_key = :customer_key
                          and original_id = :original_id
                        order by invoice_id
                        limit :limit
                        """)
                .param("customer_key", original.customerKey())
                .param("original_id", Bytes.of(original.toString()))
                .param("limit", NOTES_MAX)
                .query((row, number) -> fromRow(row))
                .list();
    }

    void put(CreditNote note, Instant now) {
        jdbc.sql("""
                insert into credit_notes (customer_key, invoice_id, original_id, state, currency, lowered_amount,
                  balance_amount, provider_note_id, changed_time)
                values (:customer_key, :invoice_id, :original_id, :state, :currency, :lowered_amount,
                  :balance_amount, :provider_note_id, :now)
                on duplicate key update
                  original_id = :original_id,
                  state = :state,
                  lowered_amount = :lowered_amount,
                  balance_amount = :balance_amount,
                  provider_note_id = :provider_note_id,
                  changed_time = :now
                """)
                .param("customer_key", note.invoice().customerKey())
                .param("invoice_id", Bytes.of(note.invoice().toString()))
                .param("original_id", Bytes.of(note.original().toString()))
                .param("state", Bytes.of(note.state().name()))
                .param("currency", note.split().lowered().currency().getCurrencyCode())
                .param("lowered_amount", note.split().lowered().minorUnits())
                .param("balance_amount", note.split().balance().minorUnits())
                .param("provider_note_id", note.noteId().<Object>map(Bytes::of).orElse(null))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** Whether the note's delivery has not ended, so that the provider may have it already. */
    boolean isOnItsWay(InvoiceId id) {
        return jdbc.sql("""
                        select 1
                        from deliveries
                        where customer_key = :customer_key
                          and entity_id = :invoice_id
                          and kind = 'CREATE_CREDIT_NOTE'
                          and (state in ('SENT', 'UNKNOWN')
                            or state = 'HELD' and first_sent_time is not null
                            or state = 'NEEDS_ATTENTION' and request_hash is not null)
                        limit 1
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .query((row, number) -> true)
                .optional()
                .orElse(false);
    }

    /** Whether the last step of an invoice was given up. */
    boolean isGivenUp(InvoiceId id) {
        return jdbc.sql("""
                        select state
                        from deliveries
                        where customer_key = :customer_key
                          and entity_id = :invoice_id
                        order by step desc, request_revision desc
                        limit 1
                        """)
                .param("customer_key", id.customerKey())
                .param("invoice_id", Bytes.of(id.toString()))
                .query((row, number) -> Bytes.text(row.getBytes(1)))
                .optional()
                .filter(DeliveryState.ABANDONED.name()::equals)
                .isPresent();
    }

    /** Whether this lease still holds the delivery, and nothing was sent under its key. */
    boolean isHeldUnsent(Delivery.Key key, DeliveryRepository.Lease lease) {
        return jdbc.sql("""
                        select 1
                        from deliveries
                        where customer_key = :customer_key
                          and entity_id = :entity_id
                          and step = :step
                          and request_revision = :request_revision
                          and state = 'SENT'
                          and request_hash is null
                          and lease_owner = :owner
                        """)
                .param("customer_key", key.customerKey())
                .param("entity_id", Bytes.of(key.entityId()))
                .param("step", key.step())
                .param("request_revision", key.requestRevision())
                .param("owner", Bytes.of(lease.owner()))
                .query((row, number) -> true)
                .optional()
                .orElse(false);
    }

    /** Makes credit notes due that waited for the invoice of their period. */
    void release(InvoiceId original, Instant now) {
        String period = original.toString().replaceFirst("P\\d+$", "");
        jdbc.sql("""
                update deliveries
                set next_attempt_time = :now,
                  updated_time = :now
                where customer_key = :customer_key
                  and entity_id >= :first_adjustment
                  and entity_id < :after_adjustments
                  and kind = 'CREATE_CREDIT_NOTE'
                  and state in ('PLANNED', 'HELD', 'UNKNOWN')
                """)
                .param("now", UtcTimes.toColumn(now))
                .param("customer_key", original.customerKey())
                .param("first_adjustment", Bytes.of(period + "A"))
                .param("after_adjustments", Bytes.of(period + "B"))
                .update();
    }

    private static CreditNote fromRow(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        return new CreditNote(
                id(Bytes.text(row.getBytes("invoice_id"))),
                id(Bytes.text(row.getBytes("original_id"))),
                CreditNote.State.valueOf(Bytes.text(row.getBytes("state"))),
                new CreditSplit(
                        new Money(row.getLong("lowered_amount"), currency),
                        new Money(row.getLong("balance_amount"), currency)),
                Optional.ofNullable(Bytes.textNullable(row.getBytes("provider_note_id"))));
    }

    private static InvoiceId id(String name) {
        return InvoiceId.parse(name).orElseThrow(() -> new IllegalStateException("invoice_id: " + name));
    }
}
