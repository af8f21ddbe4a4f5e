package dev.tallygate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.TestDatabase;
import dev.tallygate.v1.MeteringServiceGrpc.MeteringServiceBlockingStub;
import dev.tallygate.v1.RecordUsageRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bounds, deadlines and the stop, while calls are at work. */
class ServerUnderLoadTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @Test
    void aCallTooManyIsToldSoAtOnceAndACallWithoutADeadlineGetsOne() throws Exception {
        try (RunningServer server =
                        RunningServer.start(DATABASE, "tallygate.server.calls-max=2", "tallygate.server.deadline=3s");
                GrpcCaller caller = new GrpcCaller(server.grpcPort());
                ExecutorService callers = Executors.newFixedThreadPool(3)) {
            Subscriber.create(caller.billing(server.adminKey()), "bounded");
            Callable<String> call =
                    () -> GrpcCaller.reasonOf(() -> record(caller.metering(server.adminKey()), "bounded", "e1"));

            List<String> reasons = whileTheGateIsHeld(() -> {
                List<String> answers = new ArrayList<>();
                for (Future<String> answer : callers.invokeAll(List.of(call, call, call))) {
                    answers.add(answer.get(60, TimeUnit.SECONDS));
                }
                return answers;
            });

            assertEquals(new TreeSet<>(Set.of("DEADLINE_PASSED", "QUEUE_FULL")), new TreeSet<>(reasons));
        }
    }

    /** Another transaction holds every gate, so that whoever records must wait. */
    private static <T> T whileTheGateIsHeld(Callable<T> work) throws Exception {
        try (var connection = DATABASE.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("select customer_key from customer_ledgers for update");
            try {
                return work.call();
            } finally {
                connection.rollback();
            }
        }
    }

    @Test
    void aStopIsToldToHealthFirstAndLosesNothingAcknowledged() throws Exception {
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        List<ServingStatus> health = new CopyOnWriteArrayList<>();
        CompletableFuture<String> watchEnd = new CompletableFuture<>();
        RunningServer server = RunningServer.start(DATABASE);
        try (GrpcCaller caller = new GrpcCaller(server.grpcPort());
                ExecutorService callers = Executors.newFixedThreadPool(4)) {
            Subscriber.create(caller.billing(server.adminKey()), "stopped");
            HealthGrpc.newStub(caller.channel()).watch(HealthCheckRequest.getDefaultInstance(), into(health, watchEnd));
            CountDownLatch busy = new CountDownLatch(40);
            List<Callable<String>> loads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "caller" + i;
                MeteringServiceBlockingStub stub = caller.metering(server.adminKey());
                loads.add(() -> recordUntilRefused(stub, name, acknowledged, busy));
            }
            List<Future<String>> running = loads.stream().map(callers::submit).toList();
            assertTrue(busy.await(60, TimeUnit.SECONDS));

            server.close();

            for (Future<String> caught : running) {
                assertEquals("UNAVAILABLE", caught.get(60, TimeUnit.SECONDS), "every call ends with a status");
            }
        }
        assertFalse(acknowledged.isEmpty());
        Set<String> lost = new TreeSet<>(acknowledged);
        lost.removeAll(recorded());
        assertEquals(Set.of(), lost);
        assertEquals(ServingStatus.NOT_SERVING, health.getLast());
        assertEquals("UNAVAILABLE: the server is ending", watchEnd.get(60, TimeUnit.SECONDS), "not waited for");
    }

    private static String recordUntilRefused(
            MeteringServiceBlockingStub stub, String name, Set<String> acknowledged, CountDownLatch busy) {
        for (int i = 0; ; i++) {
            try {
                record(stub, "stopped", name + "-" + i);
                acknowledged.add(name + "-" + i);
                busy.countDown();
            } catch (StatusRuntimeException refused) {
                return refused.getStatus().getCode().name();
            }
        }
    }

    private static Set<String> recorded() {
        return new TreeSet<>(DATABASE.jdbcClient()
                .sql("select convert(event_id using utf8mb4) from usage_events")
                .query(String.class)
                .list());
    }

    private static StreamObserver<HealthCheckResponse> into(List<ServingStatus> seen, CompletableFuture<String> end) {
        return new StreamObserver<>() {
            @Override
            public void onNext(HealthCheckResponse response) {
                seen.add(response.getStatus());
            }

            @Override
            public void onError(Throwable serverIsGone) {
                Status status = Status.fromThrowable(serverIsGone);
                end.complete(status.getCode() + ": " + status.getDescription());
            }

            @Override
            public void onCompleted() {
                end.complete("completed");
            }
        };
    }

    private static void record(MeteringServiceBlockingStub stub, String customerId, String eventId) {
        stub.recordUsage(RecordUsageRequest.newBuilder()
                .addEvents(SharedServer.event(customerId, eventId))
                .build());
    }
}
