package dev.tallygate.reservation;

import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.JsonObjects;
import dev.tallygate.database.Parameters;
import dev.tallygate.database.Placeholders;
import dev.tallygate.database.Script;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of {@code held_totals}; written only under the customer's gate. */
final class HeldTotalRepository {

    private final JdbcTemplate jdbc;

    HeldTotalRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** All of the periods, those of nothing too. */
    Map<HoldPlace, HeldQuantities> read(Collection<PeriodKey> periods) {
        Map<HoldPlace, HeldQuantities> held = new TreeMap<>();
        for (List<PeriodKey> chunk : Chunks.of(periods)) {
            String sql = """
                    select customer_key, period_start, model_id, most
                    from held_totals force index (primary)
                    where (customer_key, period_start) in (%s)
                    """.formatted(Placeholders.rows(chunk.size(), 2));
            jdbc.query(
                    sql,
                    statement -> {
                        Parameters parameters = new Parameters(statement);
                        for (PeriodKey period : chunk) {
                            parameters.number(period.customerKey()).time(period.periodStart());
                        }
                    },
                    row -> {
                        held.put(placeFromRow(row), HeldQuantities.ofBounds(JsonObjects.longs(row.getBytes("most"))));
                    });
        }
        return held;
    }

    /** Adds to the script their making or rewriting; they are absolute. A row of nothing stays: nothing is deleted here. */
    void write(Map<HoldPlace, HeldQuantities> held, Script script) {
        script.insert(
                "insert into held_totals (customer_key, period_start, model_id, most) values",
                held.entrySet(),
                HeldTotalRepository::toRow,
                "on duplicate key update most = values(most)");
    }

    private static void toRow(Map.Entry<HoldPlace, HeldQuantities> held, Script row) {
        HoldPlace place = held.getKey();
        row.number(place.period().customerKey())
                .time(place.period().periodStart())
                .id(place.modelId())
                .id(JsonObjects.write(held.getValue().bounds()));
    }

    private static HoldPlace placeFromRow(ResultSet row) throws SQLException {
        LocalDateTime periodStart = Objects.requireNonNull(row.getObject("period_start", LocalDateTime.class));
        return new HoldPlace(
                new PeriodKey(row.getLong("customer_key"), UtcTimes.fromColumn(periodStart)),
                Bytes.text(row.getBytes("model_id")));
    }
}
