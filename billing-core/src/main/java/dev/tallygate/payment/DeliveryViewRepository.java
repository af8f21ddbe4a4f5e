package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code deliveries} and {@code delivery_notes} as operators read them. */
final class DeliveryViewRepository {
    /** Greater than every name of an entity, in which all bytes are visible ASCII. */
    private static final String LAST_ENTITY = "~";

    private final JdbcClient jdbc;

    DeliveryViewRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is due first comes first. */
    List<DeliveryView> list(DeliveryFilter filter, int limit) {
        return jdbc.sql("""
                select customer_key, entity_id, step, request_revision, kind, line_number, provider, state,
                  idempotency_key, endpoint, attempts, first_sent_time, next_attempt_time, provider_object_id,
                  provider_request_id, outcome
                from deliveries
                where state in (:states)
                  and customer_key between :first_key and :last_key
                  and entity_id between :first_entity and :last_entity
                  and (:provider = '' or provider = :provider)
                order by next_attempt_time, customer_key, entity_id, step, request_revision
                limit :limit
                """)
                .param(
                        "states",
                        filter.states().stream()
                                .map(state -> Bytes.of(state.name()))
                                .toList())
                .param("first_key", filter.customerKey().orElse(0))
                .param("last_key", filter.customerKey().orElse(Long.MAX_VALUE))
                .param("first_entity", Bytes.of(filter.invoiceId().orElse("")))
                .param("last_entity", Bytes.of(filter.invoiceId().orElse(LAST_ENTITY)))
                .param("provider", Bytes.of(filter.provider().orElse("")))
                .param("limit", limit)
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** Of some hundred invoices: the calls that have not ended, step by step. */
    List<DeliveryView> unended(Collection<String> invoiceIds) {
        if (invoiceIds.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                select customer_key, entity_id, step, request_revision, kind, line_number, provider, state,
                  idempotency_key, endpoint, attempts, first_sent_time, next_attempt_time, provider_object_id,
                  provider_request_id, outcome
                from deliveries
                where customer_key in (:customer_keys)
                  and entity_id in (:invoice_ids)
                  and state not in ('ACCEPTED', 'ABANDONED')
                order by customer_key, entity_id, step, request_revision
                """)
                .param(
                        "customer_keys",
                        invoiceIds.stream()
                                .flatMap(id -> InvoiceId.parse(id).stream())
                                .map(InvoiceId::customerKey)
                                .distinct()
                                .toList())
                .param("invoice_ids", invoiceIds.stream().map(Bytes::of).toList())
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** All revisions of a step, oldest first. */
    List<DeliveryView> ofStep(Delivery.Key key) {
        return jdbc.sql("""
                select customer_key, entity_id, step, request_revision, kind, line_number, provider, state,
                  idempotency_key, endpoint, attempts, first_sent_time, next_attempt_time, provider_object_id,
                  provider_request_id, outcome
                from deliveries
                where customer_key = :customer_key
                  and entity_id = :entity_id
                  and step = :step
                order by request_revision
                limit 1000
                """)
                .param("customer_key", key.customerKey())
                .param("entity_id", Bytes.of(key.entityId()))
                .param("step", key.step())
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** Keeps a remark behind those that are there; the caller holds the gate. */
    void insertNote(Delivery.Key key, Remark remark, Instant now) {
        jdbc.sql("""
                insert into delivery_notes (customer_key, entity_id, step, note_number, noted_time, operator, note)
                select :customer_key, :entity_id, :step, coalesce(max(note_number), 0) + 1, :now, :operator, :note
                from delivery_notes
                where customer_key = :customer_key
                  and entity_id = :entity_id
                  and step = :step
                """)
                .param("customer_key", key.customerKey())
                .param("entity_id", Bytes.of(key.entityId()))
                .param("step", key.step())
                .param("now", UtcTimes.toColumn(now))
                .param("operator", remark.operator())
                .param("note", remark.text())
                .update();
    }

    /** Oldest first, at most 1,000. */
    List<DeliveryNote> notes(Delivery.Key key) {
        return jdbc.sql("""
                select note_number, noted_time, operator, note
                from delivery_notes
                where customer_key = :customer_key
                  and entity_id = :entity_id
                  and step = :step
                order by note_number
                limit 1000
                """)
                .param("customer_key", key.customerKey())
                .param("entity_id", Bytes.of(key.entityId()))
                .param("step", key.step())
                .query((row, number) -> new DeliveryNote(
                        row.getInt("note_number"),
                        UtcTimes.fromColumn(row.getObject("noted_time", LocalDateTime.class)),
                        row.getString("operator"),
                        row.getString("note")))
                .list();
    }

    private static DeliveryView fromRow(ResultSet row) throws SQLException {
        var key = new Delivery.Key(
                row.getLong("customer_key"),
                Bytes.text(row.getBytes("entity_id")),
                row.getInt("step"),
                row.getInt("request_revision"));
        return new DeliveryView(
                key.entityName() + "/" + key.step(),
                key.requestRevision(),
                key.customerKey(),
                CallKind.valueOf(Bytes.text(row.getBytes("kind"))),
                row.getInt("line_number"),
                Bytes.text(row.getBytes("provider")),
                DeliveryState.valueOf(Bytes.text(row.getBytes("state"))),
                request(row),
                new DeliveryView.Answer(
                        text(row, "provider_object_id"), text(row, "provider_request_id"), row.getString("outcome")));
    }

    private static DeliveryView.Request request(ResultSet row) throws SQLException {
        return new DeliveryView.Request(
                row.getInt("attempts"),
                Bytes.text(row.getBytes("idempotency_key")),
                text(row, "endpoint"),
                time(row, "first_sent_time"),
                time(row, "next_attempt_time").filter(Delivery.WAITS::isAfter));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column)).map(Bytes::text).filter(text -> !text.isEmpty());
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class)).map(UtcTimes::fromColumn);
    }
}
