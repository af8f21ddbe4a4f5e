package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Rows of {@code deliveries}. Every move is guarded by the state that it comes from. */
final class DeliveryRepository {
    private static final String ONE_ROW = """
              and entity_id = :entity_id
              and step = :step
              and request_revision = :request_revision
            """;

    private final JdbcClient jdbc;

    DeliveryRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Delivery delivery, Instant now) {
        int lineNumber = delivery.call().lineNumber();
        ofRow(jdbc.sql("""
                insert into deliveries (customer_key, entity_id, step, request_revision, kind, line_number, provider,
                  state, idempotency_key, attempts, first_sent_time, next_attempt_time, outcome, created_time,
                  updated_time)
                values (:customer_key, :entity_id, :step, :request_revision, :kind, :line_number, :provider,
                  :state, :idempotency_key, :attempts, :first_sent_time, :next_attempt_time, '', :now, :now)
                """), delivery.key())
                .param("kind", Bytes.of(delivery.call().kind().name()))
                .param("line_number", lineNumber == 0 ? null : lineNumber)
                .param("provider", Bytes.of(delivery.provider()))
                .param("state", Bytes.of(delivery.state().name()))
                .param("idempotency_key", Bytes.of(delivery.idempotencyKey()))
                .param("attempts", delivery.sending().attempts())
                .param("first_sent_time", columnNullable(delivery.sending().firstSentTime()))
                .param("next_attempt_time", UtcTimes.toColumn(delivery.sending().nextAttemptTime()))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** All steps and revisions of one entity, in order. */
    List<Delivery> ofEntity(long customerKey, String entityId) {
        return jdbc.sql("""
                select customer_key, entity_id, step, request_revision, kind, line_number, provider, state,
                  idempotency_key, endpoint, request_hash, attempts, first_sent_time, next_attempt_time
                from deliveries
                where customer_key = :customer_key
                  and entity_id = :entity_id
                order by step, request_revision
                limit 10000
                """)
                .param("customer_key", customerKey)
                .param("entity_id", Bytes.of(entityId))
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** What may be sent now: planned, in doubt, or left behind by a holder whose lease is over. */
    List<Delivery> due(OpenAccounts open, Instant now, int limit) {
        return jdbc.sql("""
                select customer_key, entity_id, step, request_revision, kind, line_number, provider, state,
                  idempotency_key, endpoint, request_hash, attempts, first_sent_time, next_attempt_time
                from deliveries
                where state in ('PLANNED', 'SENT', 'UNKNOWN')
                  and next_attempt_time <= :now
                  and provider in (:providers)
                  and concat(provider, '/', kind) not in (:closed_kinds)
                order by next_attempt_time, customer_key, entity_id, step
                limit :limit
                """)
                .param("now", UtcTimes.toColumn(now))
                .param("providers", open.providers().stream().map(Bytes::of).toList())
                .param(
                        "closed_kinds",
                        open.closedKinds().stream().map(Bytes::of).toList())
                .param("limit", limit)
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** When the next delivery is due; a leased one when its lease is over. */
    Optional<Instant> nextTime(OpenAccounts open) {
        return jdbc.sql("""
                select next_attempt_time
                from deliveries
                where state in ('PLANNED', 'SENT', 'UNKNOWN')
                  and next_attempt_time < :waits
                  and provider in (:providers)
                  and concat(provider, '/', kind) not in (:closed_kinds)
                order by next_attempt_time
                limit 1
                """)
                .param("waits", UtcTimes.toColumn(Delivery.WAITS))
                .param("providers", open.providers().stream().map(Bytes::of).toList())
                .param(
                        "closed_kinds",
                        open.closedKinds().stream().map(Bytes::of).toList())
                .query((row, number) -> UtcTimes.fromColumn(row.getObject(1, LocalDateTime.class)))
                .optional();
    }

    /** Drafts without a delivery, by customer key and id, from the one after the given. */
    List<String> unplannedDrafts(
            Collection<String> providers, Deliverable deliverable, long afterKey, String afterId, int limit) {
        return jdbc.sql("""
                select i.invoice_id
                from invoices i
                where i.status = 'DRAFT'
                  and (i.customer_key > :after_key or (i.customer_key = :after_key and i.invoice_id > :after_id))
                  and i.provider in (:providers)
                  and not exists (
                    select d.step
                    from deliveries d
                    where d.customer_key = i.customer_key
                      and d.entity_id = i.invoice_id)
                  and (:approved_only = 0 or 'APPROVED' = (
                    select a.decision
                    from draft_decisions a
                    where a.customer_key = i.customer_key
                      and a.invoice_id = i.invoice_id
                    order by a.decision_number desc
                    limit 1))
                order by i.customer_key, i.invoice_id
                limit :limit
                """)
                .param("after_key", afterKey)
                .param("after_id", Bytes.of(afterId))
                .param("approved_only", deliverable == Deliverable.APPROVED ? 1 : 0)
                .param("providers", providers.stream().map(Bytes::of).toList())
                .param("limit", limit)
                .query((row, number) -> Bytes.text(row.getBytes(1)))
                .list();
    }

    /** Drafts of one provider, counted up to 100,000. */
    int countDrafts(String provider) {
        return jdbc.sql("""
                select count(*)
                from (
                  select invoice_id
                  from invoices
                  where status = 'DRAFT'
                    and provider = :provider
                  limit 100000) drafts
                """)
                .param("provider", Bytes.of(provider))
                .query(Integer.class)
                .single();
    }

    /** Takes the row for one send, as SENT; false where somebody else has it, or it is no longer as it was read. */
    boolean claim(Delivery delivery, Lease lease, Instant now) {
        return ofRow(jdbc.sql("""
                        update deliveries
                        set state = 'SENT',
                          attempts = attempts + 1,
                          first_sent_time = coalesce(first_sent_time, :now),
                          next_attempt_time = :until,
                          lease_owner = :owner,
                          lease_until_time = :until,
                          updated_time = :now
                        where customer_key = :customer_key
                        """ + ONE_ROW + """
                          and state = :from
                          and next_attempt_time <= :now
                        """), delivery.key())
                        .param("owner", Bytes.of(lease.owner()))
                        .param("until", UtcTimes.toColumn(lease.untilTime()))
                        .param("now", UtcTimes.toColumn(now))
                        .param("from", Bytes.of(delivery.state().name()))
                        .update()
                == 1;
    }

    /** Commits what is about to be sent; false where the lease was lost, and then it must not be sent. */
    boolean noteRequest(Delivery.Key key, Lease lease, String endpoint, String requestHash) {
        return ofRow(jdbc.sql("""
                        update deliveries
                        set endpoint = :endpoint,
                          request_hash = :request_hash,
                          outcome = 'sent, no answer recorded yet'
                        where customer_key = :customer_key
                        """ + ONE_ROW + """
                          and state = 'SENT'
                          and lease_owner = :owner
                        """), key)
                        .param("endpoint", Bytes.of(endpoint))
                        .param("request_hash", HexFormat.of().parseHex(requestHash))
                        .param("owner", Bytes.of(lease.owner()))
                        .update()
                == 1;
    }

    /** Ends or postpones a row that the lease's owner holds; false where the lease was lost. */
    boolean move(Delivery.Key key, Lease lease, Move move, Instant now) {
        return ofRow(jdbc.sql("""
                        update deliveries
                        set state = :to,
                          next_attempt_time = :next_attempt_time,
                          lease_owner = null,
                          lease_until_time = null,
                          provider_object_id = coalesce(:object_id, provider_object_id),
                          provider_request_id = coalesce(:request_id, provider_request_id),
                          outcome = :outcome,
                          updated_time = :now
                        where customer_key = :customer_key
                        """ + ONE_ROW + """
                          and state = 'SENT'
                          and lease_owner = :owner
                        """), key)
                        .param("to", Bytes.of(move.to().name()))
                        .param("next_attempt_time", UtcTimes.toColumn(move.nextAttemptTime()))
                        .param("object_id", Bytes.ofNullable(move.objectId()))
                        .param("request_id", Bytes.ofNullable(move.requestId()))
                        .param("outcome", shortened(move.outcome()))
                        .param("now", UtcTimes.toColumn(now))
                        .param("owner", Bytes.of(lease.owner()))
                        .update()
                == 1;
    }

    /** Moves a row that nobody holds, under the gate; false where it is no longer in the state that was read. */
    boolean moveUnheld(Delivery delivery, DeliveryState next, String outcome, Instant now) {
        return ofRow(jdbc.sql("""
                        update deliveries
                        set state = :to,
                          outcome = :outcome,
                          updated_time = :now
                        where customer_key = :customer_key
                        """ + ONE_ROW + """
                          and state = :from
                          and lease_owner is null
                        """), delivery.key())
                        .param("to", Bytes.of(next.name()))
                        .param("from", Bytes.of(delivery.state().name()))
                        .param("outcome", shortened(outcome))
                        .param("now", UtcTimes.toColumn(now))
                        .update()
                == 1;
    }

    /** Ends a row that nobody holds as done by the provider; false where it is no longer in the state that was read. */
    boolean acceptUnheld(Delivery delivery, @Nullable String objectId, String outcome, Instant now) {
        return ofRow(jdbc.sql("""
                        update deliveries
                        set state = 'ACCEPTED',
                          next_attempt_time = :waits,
                          provider_object_id = coalesce(:object_id, provider_object_id),
                          outcome = :outcome,
                          updated_time = :now
                        where customer_key = :customer_key
                        """ + ONE_ROW + """
                          and state = :from
                          and lease_owner is null
                        """), delivery.key())
                        .param("waits", UtcTimes.toColumn(Delivery.WAITS))
                        .param("object_id", Bytes.ofNullable(objectId))
                        .param("outcome", shortened(outcome))
                        .param("from", Bytes.of(delivery.state().name()))
                        .param("now", UtcTimes.toColumn(now))
                        .update()
                == 1;
    }

    /** Makes a step due that waited: for the one before it, or for its next attempt. */
    void release(Delivery.Key key, Instant now) {
        ofRow(jdbc.sql("""
                update deliveries
                set next_attempt_time = :now,
                  updated_time = :now
                where customer_key = :customer_key
                """ + ONE_ROW + """
                  and state in ('PLANNED', 'HELD', 'UNKNOWN')
                """), key)
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** The provider's id of what the entity's last accepted call of this kind made. */
    Optional<String> acceptedObject(long customerKey, String entityId, CallKind kind) {
        return jdbc.sql("""
                select provider_object_id
                from deliveries
                where customer_key = :customer_key
                  and entity_id = :entity_id
                  and kind = :kind
                  and state = 'ACCEPTED'
                  and provider_object_id is not null
                order by step desc, request_revision desc
                limit 1
                """)
                .param("customer_key", customerKey)
                .param("entity_id", Bytes.of(entityId))
                .param("kind", Bytes.of(kind.name()))
                .query((row, number) -> Bytes.text(row.getBytes(1)))
                .optional();
    }

    /** Makes the first steps of the customer's invoices, and of what its usage is counted by, due, now that the customer is at the provider. */
    void releaseInvoices(long customerKey, String provider, Instant now) {
        jdbc.sql("""
                update deliveries
                set next_attempt_time = :now,
                  updated_time = :now
                where customer_key = :customer_key
                  and step = 1
                  and kind in ('CREATE_INVOICE', 'CREATE_METER', 'COMPARE_INVOICE')
                  and provider = :provider
                  and state in ('PLANNED', 'HELD', 'UNKNOWN')
                """)
                .param("customer_key", customerKey)
                .param("provider", Bytes.of(provider))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** Makes everything due whose answer is not known; calls on their way keep their lease. */
    int askAgain(Instant now) {
        return jdbc.sql("""
                update deliveries
                set next_attempt_time = :now,
                  updated_time = :now
                where state = 'UNKNOWN'
                  and next_attempt_time > :now
                """).param("now", UtcTimes.toColumn(now)).update();
    }

    /** Who makes a call, and until when nobody else may. */
    record Lease(String owner, Instant untilTime) {}

    /** Where a held row goes, with what is to be remembered. */
    record Move(
            DeliveryState to,
            Instant nextAttemptTime,
            @Nullable String objectId,
            @Nullable String requestId,
            String outcome) {}

    private static StatementSpec ofRow(StatementSpec statement, Delivery.Key key) {
        return statement
                .param("customer_key", key.customerKey())
                .param("entity_id", Bytes.of(key.entityId()))
                .param("step", key.step())
                .param("request_revision", key.requestRevision());
    }

    private static Delivery fromRow(ResultSet row) throws SQLException {
        return new Delivery(
                new Delivery.Key(
                        row.getLong("customer_key"),
                        Bytes.text(row.getBytes("entity_id")),
                        row.getInt("step"),
                        row.getInt("request_revision")),
                new PlannedCall(CallKind.valueOf(Bytes.text(row.getBytes("kind"))), row.getInt("line_number")),
                Bytes.text(row.getBytes("provider")),
                DeliveryState.valueOf(Bytes.text(row.getBytes("state"))),
                Bytes.text(row.getBytes("idempotency_key")),
                new Delivery.Sending(
                        row.getInt("attempts"),
                        Bytes.textNullable(row.getBytes("endpoint")),
                        hexNullable(row.getBytes("request_hash")),
                        instantNullable(row.getObject("first_sent_time", LocalDateTime.class)),
                        UtcTimes.fromColumn(row.getObject("next_attempt_time", LocalDateTime.class))));
    }

    private static @Nullable String hexNullable(byte @Nullable [] hash) {
        return hash == null ? null : HexFormat.of().formatHex(hash);
    }

    private static @Nullable Instant instantNullable(@Nullable LocalDateTime column) {
        return column == null ? null : UtcTimes.fromColumn(column);
    }

    private static @Nullable LocalDateTime columnNullable(@Nullable Instant time) {
        return time == null ? null : UtcTimes.toColumn(time);
    }

    static String shortened(String outcome) {
        return outcome.length() <= 500 ? outcome : outcome.substring(0, 500);
    }
}
