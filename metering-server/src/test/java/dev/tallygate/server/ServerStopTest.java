package dev.tallygate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tallygate.TestDatabase;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.RecordUsageResponse;
import dev.tallygate.v1.Verdict;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What callers see of a stop. */
class ServerStopTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    /** Whoever watches health: knows when it was withdrawn, and with what the watch ended. */
    private static final class Watcher implements StreamObserver<HealthCheckResponse> {
        private final CompletableFuture<Void> serving = new CompletableFuture<>();
        private final CompletableFuture<Void> withdrawn = new CompletableFuture<>();
        private final CompletableFuture<Status.Code> end = new CompletableFuture<>();

        static Watcher of(Channel channel) throws Exception {
            Watcher watcher = new Watcher();
            HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), watcher);
            watcher.serving.get(60, TimeUnit.SECONDS);
            return watcher;
        }

        @Override
        public void onNext(HealthCheckResponse response) {
            if (response.getStatus() == ServingStatus.SERVING) {
                serving.complete(null);
            } else if (serving.isDone()) {
                withdrawn.complete(null);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(Status.fromThrowable(failure).getCode());
        }

        @Override
        public void onCompleted() {
            end.complete(Status.Code.OK);
        }
    }

    @Test
    void aStreamIsAnsweredWhatItHasBeenTakenAndNothingAcknowledgedIsLost() throws Exception {
        RunningServer server = RunningServer.start(DATABASE);
        try (GrpcCaller caller = new GrpcCaller(server.grpcPort())) {
            Subscriber.create(caller.billing(server.adminKey()), "streaming");
            StreamCaller stream = new StreamCaller(caller.channel(server.adminKey()));
            for (int tag = 0; tag < 500; tag++) {
                stream.send(tag, SharedServer.event("streaming", "e" + tag).build());
            }
            Set<String> acknowledged = new TreeSet<>();
            acknowledged.add(stream.next().getResults(0).getEventId());

            server.close();

            assertEquals("SERVER_STOPPING", GrpcCaller.reasonOf(stream::awaitEnd));
            while (stream.hasAnswer()) {
                acknowledged.add(stream.next().getResults(0).getEventId());
            }
            acknowledged.removeAll(recorded());
            assertEquals(Set.of(), acknowledged);
        }
    }

    private static Set<String> recorded() {
        return new TreeSet<>(DATABASE.jdbcClient()
                .sql("select convert(event_id using utf8mb4) from usage_events")
                .query(String.class)
                .list());
    }

    @Test
    void aCallInHandIsAnsweredAndWhoWatchesHealthIsToldAndLetGo() throws Exception {
        RunningServer server = RunningServer.start(DATABASE);
        try (GrpcCaller caller = new GrpcCaller(server.grpcPort())) {
            Subscriber.create(caller.billing(server.adminKey()), "in-hand");
            Watcher watcher = Watcher.of(caller.channel());
            Future<RecordUsageResponse> answer;
            CompletableFuture<Void> stop;

            try (Connection other = DATABASE.dataSource().getConnection();
                    Statement lock = other.createStatement()) {
                other.setAutoCommit(false);
                lock.executeQuery("select customer_key from customer_ledgers for update");
                answer = MeteringServiceGrpc.newFutureStub(caller.channel(server.adminKey()))
                        .recordUsage(RecordUsageRequest.newBuilder()
                                .addEvents(SharedServer.event("in-hand", "e1"))
                                .build());
                assertEquals(
                        "BATCH_EMPTY",
                        GrpcCaller.reasonOf(() -> caller.metering(server.adminKey())
                                .recordUsage(RecordUsageRequest.getDefaultInstance())),
                        "so the call before it on this connection has arrived");
                stop = CompletableFuture.runAsync(server::close);
                watcher.withdrawn.get(60, TimeUnit.SECONDS);
                assertEquals(Status.Code.UNAVAILABLE, watcher.end.get(60, TimeUnit.SECONDS));
                assertFalse(answer.isDone());
                other.rollback();
            }

            assertEquals(
                    Verdict.VERDICT_RECORDED,
                    answer.get(60, TimeUnit.SECONDS).getResults(0).getVerdict());
            stop.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void whileBalancersAreWaitedForCallsAreStillTaken() throws Exception {
        RunningServer server = RunningServer.start(DATABASE, "tallygate.server.stop-pause=8s");
        try (GrpcCaller caller = new GrpcCaller(server.grpcPort())) {
            Subscriber.create(caller.billing(server.adminKey()), "paused");
            HttpCaller http = new HttpCaller(server.httpPort(), "");
            assertEquals(200, http.get("/actuator/health/readiness").status());
            Watcher watcher = Watcher.of(caller.channel());

            CompletableFuture<Void> stop = CompletableFuture.runAsync(server::close);
            watcher.withdrawn.get(60, TimeUnit.SECONDS);

            assertEquals(503, http.get("/actuator/health/readiness").status());
            assertEquals(
                    Verdict.VERDICT_RECORDED,
                    record(caller, server, "paused", "e1").getResults(0).getVerdict());
            stop.get(60, TimeUnit.SECONDS);
        }
    }

    private static RecordUsageResponse record(
            GrpcCaller caller, RunningServer server, String customerId, String eventId) {
        return caller.metering(server.adminKey())
                .recordUsage(RecordUsageRequest.newBuilder()
                        .addEvents(SharedServer.event(customerId, eventId))
                        .build());
    }
}
