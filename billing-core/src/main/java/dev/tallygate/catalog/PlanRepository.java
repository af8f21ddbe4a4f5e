package dev.tallygate.catalog;

import dev.tallygate.database.Bytes;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code plans} and {@code plan_versions}. */
public final class PlanRepository {

    /** A published version as it is stored: its definition is the YAML that was applied. */
    record Row(long planVersionId, String planId, int version, String definition, Instant publishedTime) {}

    private final JdbcClient jdbc;

    public PlanRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Makes the plan's row where there is none and locks it until the transaction ends; answers its latest version, 0 = none. */
    int lockPlan(String planId, Instant now) {
        jdbc.sql("""
                        insert into plans (plan_id, latest_version, created_time)
                        values (:planId, 0, :now)
                        on duplicate key update plan_id = plan_id
                        """)
                .param("planId", Bytes.of(planId))
                .param("now", UtcTimes.toColumn(now))
                .update();
        return jdbc.sql("""
                        select latest_version
                        from plans
                        where plan_id = :planId
                        for update
                        """)
                .param("planId", Bytes.of(planId))
                .query(Integer.class)
                .single();
    }

    /** Adds the version and makes it the latest; the plan must be locked. */
    void add(Row row, Plan plan, byte[] definitionHash) {
        jdbc.sql("""
                        insert into plan_versions
                          (plan_id, version, name, currency, definition, definition_hash, published_time)
                        values (:planId, :version, :name, :currency, :definition, :hash, :publishedTime)
                        """)
                .param("planId", Bytes.of(row.planId()))
                .param("version", row.version())
                .param("name", plan.name())
                .param("currency", plan.currency().getCurrencyCode())
                .param("definition", row.definition())
                .param("hash", definitionHash)
                .param("publishedTime", UtcTimes.toColumn(row.publishedTime()))
                .update();
        jdbc.sql("""
                        update plans
                        set latest_version = :version
                        where plan_id = :planId
                        """)
                .param("version", row.version())
                .param("planId", Bytes.of(row.planId()))
                .update();
    }

    Optional<Row> findById(long planVersionId) {
        return jdbc.sql("""
                        select plan_version_id, plan_id, version, definition, published_time
                        from plan_versions
                        where plan_version_id = :planVersionId
                        """)
                .param("planVersionId", planVersionId)
                .query(PlanRepository::fromRow)
                .optional();
    }

    Optional<Row> find(String planId, int version) {
        return jdbc.sql("""
                        select plan_version_id, plan_id, version, definition, published_time
                        from plan_versions
                        where plan_id = :planId
                        and version = :version
                        """)
                .param("planId", Bytes.of(planId))
                .param("version", version)
                .query(PlanRepository::fromRow)
                .optional();
    }

    Optional<Row> findLatest(String planId) {
        return jdbc.sql("""
                        select v.plan_version_id, v.plan_id, v.version, v.definition, v.published_time
                        from plans p
                        join plan_versions v on v.plan_id = p.plan_id and v.version = p.latest_version
                        where p.plan_id = :planId
                        """)
                .param("planId", Bytes.of(planId))
                .query(PlanRepository::fromRow)
                .optional();
    }

    List<Row> listLatest(String afterPlanId, int countMax) {
        return jdbc.sql("""
                        select v.plan_version_id, v.plan_id, v.version, v.definition, v.published_time
                        from plans p
                        join plan_versions v on v.plan_id = p.plan_id and v.version = p.latest_version
                        where p.plan_id > :afterPlanId
                        order by p.plan_id
                        limit :countMax
                        """)
                .param("afterPlanId", Bytes.of(afterPlanId))
                .param("countMax", countMax)
                .query(PlanRepository::fromRow)
                .list();
    }

    /** Versions whose text names the field, by id. */
    List<Row> naming(String field, int countMax) {
        return jdbc.sql("""
                        select plan_version_id, plan_id, version, definition, published_time
                        from plan_versions
                        where locate(:field, definition) > 0
                        order by plan_version_id
                        limit :countMax
                        """)
                .param("field", field)
                .param("countMax", countMax)
                .query(PlanRepository::fromRow)
                .list();
    }

    private static Row fromRow(ResultSet row, int rowNumber) throws SQLException {
        return new Row(
                row.getLong("plan_version_id"),
                Bytes.text(row.getBytes("plan_id")),
                row.getInt("version"),
                row.getString("definition"),
                UtcTimes.fromColumn(row.getObject("published_time", LocalDateTime.class)));
    }
}
