package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code provider_events}: webhooks as they were signed. */
final class ProviderEventRepository {
    private final JdbcClient jdbc;

    ProviderEventRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean exists(EventSource source, String eventId) {
        return jdbc.sql("""
                select event_id
                from provider_events
                where provider = :provider
                  and account = :account
                  and event_id = :event_id
                """)
                .param("provider", Bytes.of(source.provider()))
                .param("account", Bytes.of(source.account()))
                .param("event_id", Bytes.of(eventId))
                .query((row, number) -> eventId)
                .optional()
                .isPresent();
    }

    /** Those of these ids, some hundred at most, that are stored. */
    Set<String> stored(EventSource source, Collection<String> eventIds) {
        if (eventIds.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(jdbc.sql("""
                        select event_id
                        from provider_events
                        where provider = :provider
                          and account = :account
                          and event_id in (:event_ids)
                        """)
                .param("provider", Bytes.of(source.provider()))
                .param("account", Bytes.of(source.account()))
                .param("event_ids", eventIds.stream().map(Bytes::of).toList())
                .query((row, number) -> Bytes.text(row.getBytes(1)))
                .list());
    }

    /** What a stored event said. */
    Optional<byte[]> body(EventSource source, String eventId) {
        return jdbc.sql("""
                select body
                from provider_events
                where provider = :provider
                  and account = :account
                  and event_id = :event_id
                """)
                .param("provider", Bytes.of(source.provider()))
                .param("account", Bytes.of(source.account()))
                .param("event_id", Bytes.of(eventId))
                .query((row, number) -> row.getBytes("body"))
                .optional();
    }

    /** @throws org.springframework.dao.DuplicateKeyException where the event is there already */
    void insert(EventSource source, ProviderEvent event, byte[] body, Instant now) {
        jdbc.sql("""
                insert into provider_events (provider, account, event_id, type, object_id, state, body, outcome, attempts,
                  received_time, next_attempt_time)
                values (:provider, :account, :event_id, :type, :object_id, 'RECEIVED', :body, '', 0, :now, :now)
                """)
                .param("provider", Bytes.of(source.provider()))
                .param("account", Bytes.of(source.account()))
                .param("event_id", Bytes.of(event.eventId()))
                .param("type", Bytes.of(event.type()))
                .param("object_id", Bytes.of(event.objectId()))
                .param("body", body)
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** Events to be settled now, oldest first. */
    List<Row> due(Collection<String> providers, Instant now, int limit) {
        return jdbc.sql("""
                select provider, account, event_id, body, attempts
                from provider_events
                where state = 'RECEIVED'
                  and next_attempt_time <= :now
                  and provider in (:providers)
                order by next_attempt_time, provider, account, event_id
                limit :limit
                """)
                .param("now", UtcTimes.toColumn(now))
                .param("providers", providers.stream().map(Bytes::of).toList())
                .param("limit", limit)
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** Ends a received event; false where somebody else did. */
    boolean end(Row event, EndState state, String outcome, Instant now) {
        return jdbc.sql("""
                update provider_events
                set state = :state,
                  outcome = :outcome,
                  attempts = attempts + 1,
                  settled_time = :now
                where provider = :provider
                  and account = :account
                  and event_id = :event_id
                  and state = 'RECEIVED'
                """)
                        .param("state", Bytes.of(state.name()))
                        .param("outcome", outcome)
                        .param("now", UtcTimes.toColumn(now))
                        .param("provider", Bytes.of(event.provider()))
                        .param("account", Bytes.of(event.source().account()))
                        .param("event_id", Bytes.of(event.eventId()))
                        .update()
                == 1;
    }

    void postpone(Row event, Instant nextAttemptTime, String outcome) {
        jdbc.sql("""
                update provider_events
                set attempts = attempts + 1,
                  next_attempt_time = :next_attempt_time,
                  outcome = :outcome
                where provider = :provider
                  and account = :account
                  and event_id = :event_id
                  and state = 'RECEIVED'
                """)
                .param("next_attempt_time", UtcTimes.toColumn(nextAttemptTime))
                .param("outcome", outcome)
                .param("provider", Bytes.of(event.provider()))
                .param("account", Bytes.of(event.source().account()))
                .param("event_id", Bytes.of(event.eventId()))
                .update();
    }

    /** Makes the parked events about an object due again, because a person asked for it. */
    void receiveAgain(String provider, String objectId, Instant now) {
        jdbc.sql("""
                update provider_events
                set state = 'RECEIVED',
                  attempts = 0,
                  next_attempt_time = :now,
                  settled_time = null
                where provider = :provider
                  and object_id = :object_id
                  and state = 'PARKED'
                """)
                .param("provider", Bytes.of(provider))
                .param("object_id", Bytes.of(objectId))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    /** How an event can end. */
    enum EndState {
        SETTLED,
        IGNORED,
        PARKED
    }

    /** A stored event that is to be settled. */
    static final class Row {
        private final EventSource source;
        private final String eventId;
        private final byte[] body;
        private final int attempts;

        Row(EventSource source, String eventId, byte[] body, int attempts) {
            this.source = source;
            this.eventId = eventId;
            this.body = Arrays.copyOf(body, body.length);
            this.attempts = attempts;
        }

        EventSource source() {
            return source;
        }

        String provider() {
            return source.provider();
        }

        String eventId() {
            return eventId;
        }

        byte[] body() {
            return Arrays.copyOf(body, body.length);
        }

        int attempts() {
            return attempts;
        }
    }

    private static Row fromRow(ResultSet row) throws SQLException {
        return new Row(
                new EventSource(Bytes.text(row.getBytes("provider")), Bytes.text(row.getBytes("account"))),
                Bytes.text(row.getBytes("event_id")),
                row.getBytes("body"),
                row.getInt("attempts"));
    }
}
