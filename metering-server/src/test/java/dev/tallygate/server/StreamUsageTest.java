package dev.tallygate.server;

import static dev.tallygate.server.GrpcCaller.reasonOf;
import static dev.tallygate.server.SharedServer.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tallygate.TestDatabase;
import dev.tallygate.database.Lanes;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.RevokeApiKeyRequest;
import dev.tallygate.v1.StreamUsageResponse;
import dev.tallygate.v1.UsageEvent;
import dev.tallygate.v1.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** StreamUsage over its socket, on a real database. */
class StreamUsageTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    /** Customers of different lanes. */
    private static final List<String> CUSTOMERS = List.of("s0", "s1", "s2", "s3");

    private static RunningServer server;
    private static GrpcCaller caller;

    @BeforeAll
    static void start() {
        server = RunningServer.start(DATABASE, "tallygate.server.deadline=2s");
        caller = new GrpcCaller(server.grpcPort());
        CUSTOMERS.forEach(customerId -> Subscriber.create(caller.billing(server.adminKey()), customerId));
        assertNotEquals(Lanes.laneOf("s0"), Lanes.laneOf("s1"));
    }

    @AfterAll
    static void stop() {
        caller.close();
        server.close();
    }

    private static StreamCaller open() {
        return new StreamCaller(caller.channel(server.adminKey()));
    }

    @Test
    void manyRequestsOfManyCustomersAreAnsweredInTheirOrder() throws Exception {
        StreamCaller stream = open();
        for (int tag = 0; tag < 200; tag++) {
            String id = "many-" + tag;
            stream.send(
                    tag,
                    event(CUSTOMERS.get(tag % 4), id).build(),
                    event("nobody", id).build());
        }
        stream.halfClose();

        for (int tag = 0; tag < 200; tag++) {
            StreamUsageResponse answer = stream.next();
            assertEquals(tag, answer.getTag());
            assertEquals("many-" + tag, answer.getResults(0).getEventId());
            assertEquals(Verdict.VERDICT_RECORDED, answer.getResults(0).getVerdict());
            assertEquals(Verdict.VERDICT_REJECTED, answer.getResults(1).getVerdict());
        }
        stream.awaitEnd();
    }

    @Test
    void aVoidGoesThroughAStream() throws Exception {
        StreamCaller stream = open();
        UsageEvent voiding = UsageEvent.newBuilder()
                .setEventId("void-wrong")
                .setCustomerId("s0")
                .setCorrectsEventId("wrong")
                .build();

        stream.send(1, event("s0", "wrong").build());
        stream.send(2, voiding);
        stream.send(3, voiding);

        assertEquals(Verdict.VERDICT_RECORDED, stream.next().getResults(0).getVerdict());
        assertEquals(Verdict.VERDICT_RECORDED, stream.next().getResults(0).getVerdict());
        assertEquals(Verdict.VERDICT_DUPLICATE, stream.next().getResults(0).getVerdict());
        stream.halfClose();
        stream.awaitEnd();
    }

    @Test
    void whatIsRecordedFirstWaitsForTheAnswersBeforeIt() throws Exception {
        StreamCaller stream = open();
        UsageEvent later = event("s1", "later").build();
        try (Connection other = holdGates("s0")) {
            stream.send(1, event("s0", "earlier").build());
            stream.send(2, later);

            record(later);
            assertFalse(stream.hasAnswer());
            other.rollback();
        }

        assertEquals(1, stream.next().getTag());
        assertEquals(2, stream.next().getTag());
    }

    /** Answers once the event is recorded, by whomever. */
    private static void record(UsageEvent event) {
        caller.metering(server.adminKey())
                .recordUsage(RecordUsageRequest.newBuilder().addEvents(event).build());
    }

    /** A transaction of its own that holds a customer's gate. */
    private static Connection holdGates(String customerId) throws Exception {
        Connection connection = DATABASE.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement lock = connection.prepareStatement("""
                select l.customer_key
                from customer_ledgers l
                join customers c on c.customer_key = l.customer_key
                where c.customer_id = ?
                for update
                """)) {
            lock.setString(1, customerId);
            lock.executeQuery();
        }
        return connection;
    }

    @Test
    void aStreamOutlivesTheDeadlineThatOtherCallsAreGiven() throws Exception {
        StreamCaller stream = open();
        stream.send(1, event("s0", "before").build());
        assertEquals(1, stream.next().getTag());

        try (Connection other = holdGates("s2")) {
            assertEquals(
                    "DEADLINE_PASSED",
                    reasonOf(() -> record(event("s2", "too-late").build())));
            other.rollback();
        }

        stream.send(2, event("s0", "after").build());
        assertEquals(2, stream.next().getTag());
    }

    @Test
    void aRefusedRequestEndsTheStreamAfterTheAnswersBeforeIt() throws Exception {
        StreamCaller stream = open();
        stream.send(1, event("s0", "good").build());
        stream.send(2);

        assertEquals(1, stream.next().getTag());
        assertEquals("BATCH_EMPTY", reasonOf(stream::awaitEnd));
    }

    @Test
    void aStreamEndsWhenItsKeyIsRevoked() throws Exception {
        String key = Subscriber.createKey(caller.billing(server.adminKey()));
        StreamCaller stream = new StreamCaller(caller.channel(key));
        stream.send(1, event("s0", "valid").build());
        assertEquals(1, stream.next().getTag());

        caller.billing(server.adminKey())
                .revokeApiKey(RevokeApiKeyRequest.newBuilder()
                        .setKeyId(key.split("_", -1)[2])
                        .build());
        stream.send(2, event("s0", "revoked").build());

        assertEquals("API_KEY_INVALID", reasonOf(stream::awaitEnd));
        assertEquals(
                0L,
                DATABASE.jdbcClient()
                        .sql("select count(event_id) from usage_events where event_id = 'revoked'")
                        .query(Long.class)
                        .single());
    }
}
