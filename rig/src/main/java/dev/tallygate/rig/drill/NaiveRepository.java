package dev.tallygate.rig.drill;

import dev.tallygate.rig.DatabaseServer;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.v1.UsageEvent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/** The rows of the naive server, over at most four connections at a time. */
final class NaiveRepository {
    private static final int CONNECTIONS_MAX = 4;

    private final String url;
    private final Fault fault;
    private final Semaphore connections = new Semaphore(CONNECTIONS_MAX);

    /** What is held until a time. */
    record Hold(String customerId, String reservationId, long tokens, Instant expiry) {}

    /** Where a customer stands. */
    record Standing(long cap, long events, long used, long held) {
        long remaining() {
            return Math.max(0, cap - used - held);
        }
    }

    /** Makes the tables where there are none. */
    NaiveRepository(String url, Fault fault) {
        this.url = url;
        this.fault = fault;
        try {
            transaction(connection -> {
                createTables(connection);
                return true;
            });
        } catch (SQLException e) {
            throw new RigFailed("the naive server has no database", e);
        }
    }

    private void createTables(Connection connection) throws SQLException {
        run(connection, """
                create table if not exists customers (
                  customer_key bigint auto_increment primary key,
                  customer_id  varbinary(64) not null unique,
                  cap          bigint not null default 0
                )
                """);
        run(connection, """
                create table if not exists usage_events (
                  customer_key bigint not null,
                  event_id     varbinary(64) not null,
                  tokens_in    bigint not null,
                  %s (customer_key, event_id)
                )
                """.formatted(fault == Fault.COUNTS_TWICE ? "key" : "unique key"));
        run(connection, """
                create table if not exists holds (
                  customer_key   bigint not null,
                  reservation_id varbinary(64) not null,
                  tokens         bigint not null,
                  expiry_millis  bigint not null,
                  unique key (customer_key, reservation_id)
                )
                """);
    }

    void createCustomer(String customerId) {
        change("insert ignore into customers (customer_id) values (?)", bytes(customerId));
    }

    void setCap(String customerId, long cap) {
        change("update customers set cap = ? where customer_id = ?", cap, bytes(customerId));
    }

    private void change(String sql, Object... parameters) {
        try {
            transaction(connection -> run(connection, sql, parameters));
        } catch (SQLException e) {
            throw new RigFailed(sql + " failed", e);
        }
    }

    /** Each event once, by its key; what it reserved is given back. */
    void record(List<UsageEvent> events) throws SQLException {
        transaction(connection -> {
            for (String customerId :
                    new TreeSet<>(events.stream().map(UsageEvent::getCustomerId).toList())) {
                lock(connection, bytes(customerId));
            }
            for (UsageEvent event : events) {
                byte[] customer = bytes(event.getCustomerId());
                run(connection, """
                        insert ignore into usage_events (customer_key, event_id, tokens_in)
                        select customer_key, ?, ? from customers where customer_id = ?
                        """, bytes(event.getEventId()), event.getTokensIn(), customer);
                if (!event.getReservationId().isEmpty()) {
                    end(connection, customer, bytes(event.getReservationId()));
                }
            }
            return true;
        });
    }

    void release(String customerId, String reservationId) throws SQLException {
        transaction(connection -> end(connection, bytes(customerId), bytes(reservationId)));
    }

    private static int end(Connection connection, byte[] customerId, byte[] reservationId) throws SQLException {
        return run(connection, """
                delete h from holds h
                join customers c on c.customer_key = h.customer_key
                where c.customer_id = ?
                  and h.reservation_id = ?
                """, customerId, reservationId);
    }

    private static void lock(Connection connection, byte[] customerId) throws SQLException {
        run(connection, "update customers set cap = cap where customer_id = ?", (Object) customerId);
    }

    /** Whether it was granted. */
    boolean reserve(Hold hold, Instant now) throws SQLException {
        byte[] customer = bytes(hold.customerId());
        return transaction(connection -> {
            if (fault != Fault.READS_THEN_WRITES) {
                lock(connection, customer);
            }
            boolean fits = standing(connection, customer, now).remaining() >= hold.tokens();
            if (fits) {
                run(
                        connection,
                        """
                        insert ignore into holds (customer_key, reservation_id, tokens, expiry_millis)
                        select customer_key, ?, ?, ? from customers where customer_id = ?
                        """,
                        bytes(hold.reservationId()),
                        hold.tokens(),
                        hold.expiry().toEpochMilli(),
                        customer);
            }
            return fits;
        });
    }

    Standing standing(String customerId, Instant now) throws SQLException {
        return transaction(connection -> standing(connection, bytes(customerId), now));
    }

    private Standing standing(Connection connection, byte[] customerId, Instant now) throws SQLException {
        long livingFrom = fault == Fault.HOLDS_STAY ? 0 : now.toEpochMilli();
        try (PreparedStatement statement = connection.prepareStatement("""
                select c.cap, count(e.event_id), coalesce(sum(e.tokens_in), 0),
                       (select coalesce(sum(h.tokens), 0) from holds h
                        where h.customer_key = c.customer_key and h.expiry_millis > ?)
                from customers c
                left join usage_events e on e.customer_key = c.customer_key
                where c.customer_id = ?
                group by c.customer_key, c.cap
                """)) {
            statement.setLong(1, livingFrom);
            statement.setBytes(2, customerId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Standing(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            }
        }
    }

    /** What is done in one transaction. */
    private interface Work<A> {
        A done(Connection connection) throws SQLException;
    }

    private <A> A transaction(Work<A> work) throws SQLException {
        connections.acquireUninterruptibly();
        try (Connection connection = DatabaseServer.connect(url)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            A answer = work.done(connection);
            connection.commit();
            return answer;
        } finally {
            connections.release();
        }
    }

    private static int run(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
