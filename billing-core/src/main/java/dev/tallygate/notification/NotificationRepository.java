package dev.tallygate.notification;

import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.Parameters;
import dev.tallygate.database.Placeholders;
import dev.tallygate.notification.Crossing.Threshold;
import dev.tallygate.time.UtcTimes;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of {@code notifications}. */
public final class NotificationRepository {

    private static final String PENDING = "PENDING";

    private final JdbcTemplate jdbc;

    public NotificationRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record NotificationKey(long customerKey, Instant periodStart, Threshold threshold) {}

    /** Writes the crossings that were not written before; the caller holds the customers' gates. */
    public void insertNew(List<Crossing> crossings) {
        for (List<Crossing> chunk : Chunks.of(crossings)) {
            Set<NotificationKey> written = written(chunk);
            List<Crossing> fresh = chunk.stream()
                    .filter(crossing -> written.add(keyOf(crossing)))
                    .toList();
            if (!fresh.isEmpty()) {
                insert(fresh);
            }
        }
    }

    private Set<NotificationKey> written(Collection<Crossing> crossings) {
        String sql = """
                select customer_key, period_start, limit_key, percent, limit_amount
                from notifications force index (primary)
                where (customer_key, period_start) in (%s)
                """.formatted(Placeholders.rows(crossings.size(), 2));
        List<NotificationKey> keys = jdbc.query(
                sql,
                statement -> {
                    Parameters parameters = new Parameters(statement);
                    for (Crossing crossing : crossings) {
                        parameters.number(crossing.customerKey()).time(crossing.periodStart());
                    }
                },
                (row, number) -> new NotificationKey(
                        row.getLong("customer_key"),
                        UtcTimes.fromColumn(Objects.requireNonNull(row.getObject("period_start", LocalDateTime.class))),
                        new Threshold(
                                Bytes.text(row.getBytes("limit_key")),
                                row.getInt("percent"),
                                row.getBigDecimal("limit_amount").stripTrailingZeros())));
        return new HashSet<>(keys);
    }

    private void insert(List<Crossing> crossings) {
        String sql = """
                insert into notifications (customer_key, period_start, limit_key, percent, limit_amount, used, seq, state,
                  crossed_time)
                values %s
                """.formatted(Placeholders.rows(crossings.size(), 9));
        jdbc.update(sql, statement -> {
            Parameters parameters = new Parameters(statement);
            for (Crossing crossing : crossings) {
                toRow(crossing, parameters);
            }
        });
    }

    private static void toRow(Crossing crossing, Parameters parameters) throws SQLException {
        Threshold threshold = crossing.threshold();
        parameters
                .number(crossing.customerKey())
                .time(crossing.periodStart())
                .id(threshold.limitKey())
                .number(threshold.percent())
                .decimal(threshold.limitAmount())
                .decimal(crossing.used())
                .number(crossing.seq())
                .id(PENDING)
                .time(crossing.crossedTime());
    }

    private static NotificationKey keyOf(Crossing crossing) {
        Threshold threshold = crossing.threshold();
        return new NotificationKey(
                crossing.customerKey(),
                crossing.periodStart(),
                new Threshold(
                        threshold.limitKey(),
                        threshold.percent(),
                        threshold.limitAmount().stripTrailingZeros()));
    }
}
