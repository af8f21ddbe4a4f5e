package dev.tallygate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.v1.CheckQuotaRequest;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.MeteringServiceGrpc.MeteringServiceFutureStub;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.RecordUsageResponse;
import dev.tallygate.v1.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** What is answered on a connection while other calls on it wait for the database. */
class CallThreadsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final int CALLS = 20;

    /** Time stands, so that a key that was recognised once stays so. */
    @Configuration(proxyBeanMethods = false)
    static class StandingClock {
        @Bean
        @Primary
        Clock standingClock() {
            return SettableClock.at(Instant.now().toString());
        }
    }

    @Test
    void callsThatWaitForTheDatabaseHoldUpNoOtherOnTheirConnection() throws Exception {
        try (RunningServer server =
                        RunningServer.start(DATABASE, List.of(StandingClock.class), "tallygate.db.connections-max=40");
                GrpcCaller caller = new GrpcCaller(server.grpcPort())) {
            Subscriber.create(caller.billing(server.adminKey()), "waiting");
            String unknownKey = Subscriber.createKey(caller.billing(server.adminKey()));
            List<Future<RecordUsageResponse>> unanswered = new ArrayList<>();

            try (Connection keys = DATABASE.dataSource().getConnection();
                    Connection gates = DATABASE.dataSource().getConnection();
                    Statement lockKeys = keys.createStatement();
                    Statement lockGates = gates.createStatement()) {
                gates.setAutoCommit(false);
                lockGates.executeQuery("select customer_key from customer_ledgers for update");
                lockKeys.execute("lock tables api_keys write");
                try {
                    unanswered.addAll(send(caller, unknownKey, "unknown-key"));
                    unanswered.addAll(send(caller, server.adminKey(), "known-key"));

                    CompletableFuture.runAsync(() -> assertRefusalsAreAnswered(caller, server.adminKey()))
                            .get(30, TimeUnit.SECONDS);
                } finally {
                    unlock(lockKeys, gates);
                }
            }

            for (Future<RecordUsageResponse> answer : unanswered) {
                assertEquals(
                        Verdict.VERDICT_RECORDED,
                        answer.get(60, TimeUnit.SECONDS).getResults(0).getVerdict());
            }
        }
    }

    private static void assertRefusalsAreAnswered(GrpcCaller caller, String key) {
        var stub = caller.metering(key);
        assertEquals(
                "BATCH_EMPTY", GrpcCaller.reasonOf(() -> stub.recordUsage(RecordUsageRequest.getDefaultInstance())));
        assertEquals(
                "QUANTITY_NEGATIVE",
                GrpcCaller.reasonOf(() -> stub.checkQuota(CheckQuotaRequest.newBuilder()
                        .setCustomerId("waiting")
                        .putQuantities("tokens_in", -1)
                        .build())));
        assertEquals(
                "API_KEY_INVALID",
                GrpcCaller.reasonOf(
                        () -> caller.metering("nonsense").checkQuota(CheckQuotaRequest.getDefaultInstance())));
    }

    private static List<Future<RecordUsageResponse>> send(GrpcCaller caller, String key, String prefix) {
        MeteringServiceFutureStub stub = MeteringServiceGrpc.newFutureStub(caller.channel(key));
        List<Future<RecordUsageResponse>> answers = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            answers.add(stub.recordUsage(RecordUsageRequest.newBuilder()
                    .addEvents(SharedServer.event("waiting", prefix + i))
                    .build()));
        }
        return answers;
    }

    private static void unlock(Statement lockKeys, Connection gates) throws SQLException {
        lockKeys.execute("unlock tables");
        gates.rollback();
    }
}
