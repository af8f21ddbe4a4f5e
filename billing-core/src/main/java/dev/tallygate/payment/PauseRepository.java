package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code provider_pauses}. A change is made only where the row is still as it was read. */
final class PauseRepository {
    private final JdbcClient jdbc;

    PauseRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One for each scope at most. */
    List<Pause> ofAccount(ProviderAccount account) {
        return jdbc.sql("""
                select scope, strikes, updated_time, until_time, entity_id, reason
                from provider_pauses
                where provider = :provider
                  and account = :account
                order by scope
                limit 100
                """)
                .param("provider", Bytes.of(account.provider()))
                .param("account", Bytes.of(account.account()))
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** False where somebody else was faster, who then says the same. */
    boolean insert(ProviderAccount account, Pause pause) {
        try {
            return of(jdbc.sql("""
                                    insert into provider_pauses (provider, account, scope, strikes, until_time,
                                      entity_id, reason, updated_time)
                                    values (:provider, :account, :scope, :strikes, :until_time, :entity_id, :reason,
                                      :now)
                                    """), account, pause).update() == 1;
        } catch (DuplicateKeyException anotherWasFaster) {
            return false;
        }
    }

    /** As {@link #insert}, in place of what was read. */
    boolean replace(ProviderAccount account, Pause before, Pause pause) {
        return of(jdbc.sql("""
                                update provider_pauses
                                set strikes = :strikes,
                                  until_time = :until_time,
                                  entity_id = :entity_id,
                                  reason = :reason,
                                  updated_time = :now
                                where provider = :provider
                                  and account = :account
                                  and scope = :scope
                                  and strikes = :strikes_before
                                  and until_time = :until_before
                                """), account, pause)
                        .param("strikes_before", before.strikes())
                        .param("until_before", UtcTimes.toColumn(before.untilTime()))
                        .update()
                == 1;
    }

    /** Ends a scope's pause. */
    void delete(ProviderAccount account, String scope) {
        jdbc.sql("""
                delete from provider_pauses
                where provider = :provider
                  and account = :account
                  and scope = :scope
                """)
                .param("provider", Bytes.of(account.provider()))
                .param("account", Bytes.of(account.account()))
                .param("scope", Bytes.of(scope))
                .update();
    }

    private static JdbcClient.StatementSpec of(
            JdbcClient.StatementSpec statement, ProviderAccount account, Pause pause) {
        return statement
                .param("provider", Bytes.of(account.provider()))
                .param("account", Bytes.of(account.account()))
                .param("scope", Bytes.of(pause.scope()))
                .param("strikes", pause.strikes())
                .param("until_time", UtcTimes.toColumn(pause.untilTime()))
                .param("entity_id", Bytes.of(pause.entityId()))
                .param("reason", DeliveryRepository.shortened(pause.reason()))
                .param("now", UtcTimes.toColumn(pause.stretch().start()));
    }

    private static Pause fromRow(ResultSet row) throws SQLException {
        return new Pause(
                Bytes.text(row.getBytes("scope")),
                row.getInt("strikes"),
                new Pause.Stretch(
                        UtcTimes.fromColumn(row.getObject("updated_time", LocalDateTime.class)),
                        UtcTimes.fromColumn(row.getObject("until_time", LocalDateTime.class))),
                Bytes.text(row.getBytes("entity_id")),
                row.getString("reason"));
    }
}
