package dev.tallygate.reservation;

import dev.tallygate.database.Bytes;
import dev.tallygate.database.Chunks;
import dev.tallygate.database.JsonObjects;
import dev.tallygate.database.Parameters;
import dev.tallygate.database.Placeholders;
import dev.tallygate.database.Script;
import dev.tallygate.ledger.LivingHolds;
import dev.tallygate.reservation.Reservation.Content;
import dev.tallygate.reservation.Reservation.JudgedPeriod;
import dev.tallygate.time.UtcTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows of {@code reservations}; written only under the customer's gate. */
final class ReservationRepository {

    private static final String COLUMNS = "customer_key, reservation_id, state, model_id, asked, ttl_micros,"
            + " first_period_start, first_version_id, second_period_start, second_version_id, created_time,"
            + " expiry_time, ended_time";

    private final JdbcTemplate jdbc;

    ReservationRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of these names that there are. */
    Collection<Reservation> find(Collection<ReservationKey> keys) {
        List<Reservation> found = new ArrayList<>();
        for (List<ReservationKey> chunk : Chunks.of(new TreeSet<>(keys))) {
            String sql = """
                    select %s
                    from reservations force index (primary)
                    where (customer_key, reservation_id) in (%s)
                    """.formatted(COLUMNS, Placeholders.rows(chunk.size(), 2));
            found.addAll(jdbc.query(
                    sql,
                    statement -> {
                        Parameters parameters = new Parameters(statement);
                        for (ReservationKey key : chunk) {
                            parameters.number(key.customerKey()).id(key.reservationId());
                        }
                    },
                    (row, number) -> fromRow(row)));
        }
        return found;
    }

    /** Living ones that are past their time, by customer; {@code late} says how many living ones each can have at most. */
    Map<Long, List<Reservation>> overdue(Map<Long, LivingHolds> late, Instant now) {
        Map<Long, List<Reservation>> overdue = new HashMap<>();
        for (List<Long> chunk : Chunks.of(late.keySet())) {
            String sql = """
                    select %s
                    from reservations force index (reservations_by_expiry)
                    where customer_key in (%s)
                      and state = ?
                      and expiry_time <= ?
                    order by customer_key, expiry_time
                    limit ?
                    """.formatted(COLUMNS, Placeholders.list(chunk.size()));
            long most = chunk.stream()
                    .mapToLong(key -> Objects.requireNonNull(late.get(key)).count())
                    .sum();
            List<Reservation> found = jdbc.query(
                    sql,
                    statement -> setHeld(new Parameters(statement), chunk, now).number(most),
                    (row, number) -> fromRow(row));
            found.forEach(
                    reservation -> overdue.computeIfAbsent(reservation.customerKey(), customerKey -> new ArrayList<>())
                            .add(reservation));
        }
        return overdue;
    }

    /** When the first living one after this time expires, by customer; a customer without one is missing. */
    Map<Long, Instant> nextExpiry(Collection<Long> customerKeys, Instant now) {
        Map<Long, Instant> next = new HashMap<>();
        for (List<Long> chunk : Chunks.of(customerKeys)) {
            String sql = """
                    select customer_key, min(expiry_time) as expiry_time
                    from reservations force index (reservations_by_expiry)
                    where customer_key in (%s)
                      and state = ?
                      and expiry_time > ?
                    group by customer_key
                    """.formatted(Placeholders.list(chunk.size()));
            jdbc.query(
                    sql,
                    statement -> {
                        setHeld(new Parameters(statement), chunk, now);
                    },
                    row -> {
                        next.put(row.getLong("customer_key"), timeOf(row, "expiry_time"));
                    });
        }
        return next;
    }

    private static Parameters setHeld(Parameters parameters, List<Long> customerKeys, Instant now) throws SQLException {
        for (long customerKey : customerKeys) {
            parameters.number(customerKey);
        }
        return parameters.id(ReservationState.HELD.name()).time(now);
    }

    /** All living ones of these customers. */
    List<Reservation> living(Collection<Long> customerKeys) {
        List<Reservation> living = new ArrayList<>();
        for (List<Long> chunk : Chunks.of(customerKeys)) {
            String sql = """
                    select %s
                    from reservations force index (reservations_by_expiry)
                    where customer_key in (%s)
                      and state = ?
                    """.formatted(COLUMNS, Placeholders.list(chunk.size()));
            living.addAll(jdbc.query(
                    sql,
                    statement -> {
                        Parameters parameters = new Parameters(statement);
                        for (long customerKey : chunk) {
                            parameters.number(customerKey);
                        }
                        parameters.id(ReservationState.HELD.name());
                    },
                    (row, number) -> fromRow(row)));
        }
        return living;
    }

    /** The customer's living ones, for the proof of held_totals. */
    List<Reservation> held(long customerKey, int limit) {
        String sql = """
                select %s
                from reservations force index (reservations_by_expiry)
                where customer_key = ?
                  and state = ?
                order by expiry_time
                limit ?
                """.formatted(COLUMNS);
        return jdbc.query(
                sql, (row, number) -> fromRow(row), customerKey, Bytes.of(ReservationState.HELD.name()), limit);
    }

    /** Adds to the script the making of new ones. */
    void writeMade(Collection<Reservation> reservations, Script script) {
        writeRows(reservations, script, "");
    }

    /** Adds to the script the ending of known ones. */
    void writeEnded(Collection<Reservation> reservations, Script script) {
        writeRows(reservations, script, """
                on duplicate key update
                  state = values(state),
                  ended_time = values(ended_time)
                """);
    }

    private static void writeRows(Collection<Reservation> reservations, Script script, String tail) {
        script.insert(
                "insert into reservations (" + COLUMNS + ") values", reservations, ReservationRepository::toRow, tail);
    }

    private static void toRow(Reservation reservation, Script row) {
        Content content = reservation.content();
        JudgedPeriod first = reservation.judged().getFirst();
        JudgedPeriod second =
                reservation.judged().size() > 1 ? reservation.judged().getLast() : null;
        row.number(reservation.customerKey())
                .id(content.reservationId())
                .id(reservation.state().name())
                .id(content.modelId())
                .id(JsonObjects.write(content.asked()))
                .number(microsOf(content.ttl()))
                .time(first.periodStart())
                .number(first.planVersionId())
                .time(second == null ? null : second.periodStart())
                .number(second == null ? null : (Long) second.planVersionId())
                .time(reservation.createdTime())
                .time(reservation.expiryTime())
                .time(reservation.endedTime());
    }

    private static Reservation fromRow(ResultSet row) throws SQLException {
        List<JudgedPeriod> judged = new ArrayList<>();
        judged.add(new JudgedPeriod(timeOf(row, "first_period_start"), row.getLong("first_version_id")));
        Instant second = time(row, "second_period_start");
        if (second != null) {
            judged.add(new JudgedPeriod(second, row.getLong("second_version_id")));
        }
        Content content = new Content(
                Bytes.text(row.getBytes("reservation_id")),
                Bytes.text(row.getBytes("model_id")),
                JsonObjects.longs(row.getBytes("asked")),
                Duration.of(row.getLong("ttl_micros"), ChronoUnit.MICROS));
        return new Reservation(
                row.getLong("customer_key"),
                content,
                judged,
                timeOf(row, "created_time"),
                timeOf(row, "expiry_time"),
                ReservationState.valueOf(Bytes.text(row.getBytes("state"))),
                time(row, "ended_time"));
    }

    private static long microsOf(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static Instant timeOf(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(time(row, column), column);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : UtcTimes.fromColumn(time);
    }
}
