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

    /** A published version in one currency as it is stored: its definition is the YAML that was applied. */
    record Row(
            long planVersionId,
            String planId,
            int version,
            String currency,
            String definition,
            Instant publishedTime) {}

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

    /** Adds a version in one currency; the plan must be locked. Its currencies are read back in the order of adding. */
    void add(Row row, Plan plan, byte[] definitionHash) {
        jdbc.sql("""
                        insert into plan_versions
                          (plan_id, version, name, currency, definition, definition_hash, published_time)
                        values (:planId, :version, :name, :currency, :definition, :hash, :publishedTime)
                        """)
                .param("planId", Bytes.of(row.planId()))
                .param("version", row.version())
                .param("name", plan.name())
                .param("currency", row.currency())
                .param("definition", row.definition())
                .param("hash", definitionHash)
                .param("publishedTime", UtcTimes.toColumn(row.publishedTime()))
                .update();
    }

    /** Makes a version the latest, in all currencies that were added; the plan must be locked. */
    void setLatest(String planId, int version) {
        jdbc.sql("""
                        update plans
                        set latest_version = :version
                        where plan_id = :planId
                        """)
                .param("version", version)
                .param("planId", Bytes.of(planId))
                .update();
    }

    Optional<Row> findById(long planVersionId) {
        return jdbc.sql("""
                        select plan_version_id, plan_id, version, currency, definition, published_time
                        from plan_versions
                        where plan_version_id = :planVersionId
                        """)
                .param("planVersionId", planVersionId)
                .query(PlanRepository::fromRow)
                .optional();
    }

    /** The version in each of its currencies, in their order. */
    List<Row> find(String planId, int version) {
        return jdbc.sql("""
                        select plan_version_id, plan_id, version, currency, definition, published_time
                        from plan_versions
                        where plan_id = :planId
                        and version = :version
                        order by plan_version_id
                        limit :currenciesMax
                        """)
                .param("planId", Bytes.of(planId))
                .param("version", version)
                .param("currenciesMax", CurrencyReader.CURRENCIES_MAX)
                .query(PlanRepository::fromRow)
                .list();
    }

    /** The latest version in each of its currencies, in their order. */
    List<Row> findLatest(String planId) {
        return jdbc.sql("""
                        select v.plan_version_id, v.plan_id, v.version, v.currency, v.definition, v.published_time
                        from plans p
                        join plan_versions v on v.plan_id = p.plan_id and v.version = p.latest_version
                        where p.plan_id = :planId
                        order by v.plan_version_id
                        limit :currenciesMax
                        """)
                .param("planId", Bytes.of(planId))
                .param("currenciesMax", CurrencyReader.CURRENCIES_MAX)
                .query(PlanRepository::fromRow)
                .list();
    }

    /** The latest version of each plan, in its first currency. */
    List<Row> listLatest(String afterPlanId, int countMax) {
        return jdbc.sql("""
                        select v.plan_version_id, v.plan_id, v.version, v.currency, v.definition, v.published_time
                        from plans p
                        join plan_versions v on v.plan_id = p.plan_id and v.version = p.latest_version
                        where p.plan_id > :afterPlanId
                        and not exists (
                          select 1
                          from plan_versions w
                          where w.plan_id = v.plan_id
                          and w.version = v.version
                          and w.plan_version_id < v.plan_version_id)
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
                        select plan_version_id, plan_id, version, currency, definition, published_time
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
                row.getString("currency"),
                row.getString("definition"),
                UtcTimes.fromColumn(row.getObject("published_time", LocalDateTime.class)));
    }
}
