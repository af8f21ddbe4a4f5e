package dev.tallygate.modelcost;

import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code model_costs}. */
final class ModelCostRepository {

    /** A row: what a model costs from a day on. */
    record Row(LocalDate fromDay, ModelCost cost) {}

    private final JdbcClient jdbc;

    ModelCostRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All rows that begin on this day or before, by model and day. */
    List<Row> until(LocalDate day) {
        return jdbc.sql("""
                        select model_id, from_day, model_provider, input_cost, cached_cost, cache_write_cost,
                          output_cost, reasoning_cost
                        from model_costs
                        where from_day <= :day
                        order by model_id, from_day
                        """)
                .param("day", day)
                .query((row, number) -> fromRow(row))
                .list();
    }

    /** Makes room for rows of these models that begin on this day. */
    void delete(Collection<String> modelIds, LocalDate fromDay) {
        for (List<String> chunk : Chunks.of(modelIds)) {
            jdbc.sql("""
                            delete from model_costs
                            where model_id in (:model_ids)
                              and from_day = :from_day
                            """)
                    .param("model_ids", chunk.stream().map(Bytes::of).toList())
                    .param("from_day", fromDay)
                    .update();
        }
    }

    void insert(ModelCost cost, LocalDate fromDay, Instant now) {
        jdbc.sql("""
                        insert into model_costs (model_id, from_day, model_provider, input_cost, cached_cost,
                          cache_write_cost, output_cost, reasoning_cost, imported_time)
                        values (:model_id, :from_day, :model_provider, :input, :cached, :cache_write, :output, :reasoning,
                          :now)
                        """)
                .param("model_id", Bytes.of(cost.modelId()))
                .param("from_day", fromDay)
                .param("model_provider", Bytes.of(cost.modelProvider()))
                .param("input", cost.costs().input())
                .param("cached", cost.costs().cached())
                .param("cache_write", cost.costs().cacheWrite())
                .param("output", cost.costs().output())
                .param("reasoning", cost.costs().reasoning())
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    private static Row fromRow(ResultSet row) throws SQLException {
        TokenCosts costs = new TokenCosts(
                row.getBigDecimal("input_cost"),
                row.getBigDecimal("cached_cost"),
                row.getBigDecimal("cache_write_cost"),
                row.getBigDecimal("output_cost"),
                row.getBigDecimal("reasoning_cost"));
        return new Row(
                row.getObject("from_day", LocalDate.class),
                new ModelCost(Bytes.text(row.getBytes("model_id")), Bytes.text(row.getBytes("model_provider")), costs));
    }
}
