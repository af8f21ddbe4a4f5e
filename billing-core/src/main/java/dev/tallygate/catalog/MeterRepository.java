package dev.tallygate.catalog;

import dev.tallygate.catalog.FixedMeters.FixedMeter;
import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.meter.Aggregation;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code meters}: added once, never changed. */
public final class MeterRepository {

    private final JdbcClient jdbc;

    public MeterRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the meters that are fixed, by name. */
    Map<String, FixedMeter> find(Collection<String> meters) {
        Map<String, FixedMeter> found = new HashMap<>();
        for (List<String> chunk : Chunks.of(meters)) {
            jdbc.sql("""
                            select meter, aggregation, plan_id
                            from meters
                            where meter in (:meters)
                            """)
                    .param("meters", chunk.stream().map(Bytes::of).toList())
                    .query(MeterRepository::fromRow)
                    .list()
                    .forEach(meter -> found.put(meter.meter(), meter));
        }
        return found;
    }

    /** Adds the meter where it is not there, and locks its row until the transaction ends. */
    void addNew(FixedMeter meter, Instant now) {
        jdbc.sql("""
                        insert into meters (meter, aggregation, plan_id, fixed_time)
                        values (:meter, :aggregation, :planId, :now)
                        on duplicate key update meter = values(meter)
                        """)
                .param("meter", Bytes.of(meter.meter()))
                .param("aggregation", Bytes.of(meter.aggregation().name()))
                .param("planId", meter.planId().map(Bytes::of).orElse(null))
                .param("now", UtcTimes.toColumn(now))
                .update();
    }

    private static FixedMeter fromRow(ResultSet row, int rowNumber) throws SQLException {
        return new FixedMeter(
                Bytes.text(row.getBytes("meter")),
                Aggregation.valueOf(Bytes.text(row.getBytes("aggregation"))),
                Optional.ofNullable(Bytes.textNullable(row.getBytes("plan_id"))));
    }
}
