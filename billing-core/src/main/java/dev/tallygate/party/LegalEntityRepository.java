package dev.tallygate.party;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Rows of {@code legal_entities}. */
final class LegalEntityRepository {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ENTITIES_MAX = 1_000;

    private final JdbcClient jdbc;

    LegalEntityRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<LegalEntity> find(String entityId) {
        return jdbc.sql("""
                        select details
                        from legal_entities
                        where entity_id = :entity_id
                        """)
                .param("entity_id", Bytes.of(entityId))
                .query((row, number) -> read(row.getString(1)))
                .optional();
    }

    Optional<LegalEntity> findDefault() {
        return jdbc.sql("""
                        select details
                        from legal_entities
                        where is_default = 1
                        limit 1
                        """).query((row, number) -> read(row.getString(1))).optional();
    }

    List<LegalEntity> all() {
        return jdbc.sql("""
                        select details
                        from legal_entities
                        order by is_default desc, entity_id
                        limit\s""" + ENTITIES_MAX)
                .query((row, number) -> read(row.getString(1)))
                .list();
    }

    void forgetDefault() {
        jdbc.sql("""
                        update legal_entities
                        set is_default = 0
                        where is_default = 1
                        """).update();
    }

    void put(LegalEntity entity, String defaultId, Instant now) {
        jdbc.sql("""
                        insert into legal_entities (entity_id, is_default, details, updated_time)
                        values (:entity_id, :is_default, :details, :now)
                        on duplicate key update
                          is_default = values(is_default),
                          details = values(details),
                          updated_time = values(updated_time)
                        """)
                .param("entity_id", Bytes.of(entity.entityId()))
                .param("is_default", entity.entityId().equals(defaultId) ? 1 : 0)
                .param("details", JSON.writeValueAsString(entity))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    private static LegalEntity read(String details) {
        return JSON.readValue(details, LegalEntity.class);
    }
}
