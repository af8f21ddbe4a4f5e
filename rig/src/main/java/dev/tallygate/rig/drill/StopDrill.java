package dev.tallygate.rig.drill;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.stub.StreamObserver;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** R9: the server is asked to end under load, again and again: nothing acknowledged is lost, no call is cut off. */
final class StopDrill implements Exercise {
    private static final int CUSTOMERS = 8;
    private static final Load.Shape SHAPE = new Load.Shape(16, 5, CUSTOMERS);
    private static final long CAP = 1_000_000_000;
    private static final int EVENTS_BETWEEN = 300;
    private static final int EXIT_MILLIS_MAX = 30_000;
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    @Override
    public String name() {
        return "R9";
    }

    @Override
    public String title() {
        return "SIGTERM under load";
    }

    @Override
    public Fault fault() {
        return Fault.CUTS_CALLS;
    }

    @Override
    public String figureOfFault() {
        return "cut";
    }

    @Override
    public void run(Ground ground, Findings findings) {
        int stops = ground.size().of(2, 50);
        AtomicLong cut = new AtomicLong();
        Queue<String> how = new ConcurrentLinkedQueue<>();
        ground.tally().listen((time, failure) -> {
            if (failure != null && isCut(failure)) {
                cut.incrementAndGet();
                how.add(failure.getStatus() + ", " + failure.getStatus().getCause());
            }
        });
        Subject server = ground.server(Map.of());
        ground.prepare(Load.customers(CUSTOMERS), CAP);
        Duration longest = Duration.ZERO;
        long unhealthy = 0;
        try (Load load = new Load(ground.tally(), SHAPE, ground.time())) {
            load.start(server.client());
            for (int stop = 1; stop <= stops; stop++) {
                int now = stop;
                ground.progress().say(() -> "stop " + now + " of " + stops + ", " + cut.get() + " calls cut");
                ground.awaitAcknowledged(EVENTS_BETWEEN);
                Health health = new Health();
                server.client().watchHealth(health);
                ground.progress().await("the server says that it serves", () -> health.seen(ServingStatus.SERVING));
                Duration took = server.terminate();
                longest = took.compareTo(longest) > 0 ? took : longest;
                unhealthy += health.seen(ServingStatus.NOT_SERVING) ? 1 : 0;
                server.start();
            }
            ground.awaitAcknowledged(EVENTS_BETWEEN);
            findings.figure("stops", stops);
            findings.figure("N", load.end());
        }
        findings.expect("cut", 0, cut.get());
        findings.require(how.isEmpty(), "cut", cut.get() + ", the first one: " + how.peek());
        findings.expect("NOT_SERVING first", stops, unhealthy);
        findings.atMost("longest stop", EXIT_MILLIS_MAX, longest.toMillis(), "ms");
        ground.judge(findings);
    }

    /**
     * Whether a call began and was left without a status of the server. What the server itself says carries details; a call
     * that found nobody listening has not begun.
     */
    private static boolean isCut(StatusRuntimeException failure) {
        Metadata trailers = failure.getTrailers();
        boolean told = trailers != null && trailers.containsKey(DETAILS);
        return !told && !neverSent(failure.getStatus());
    }

    private static boolean neverSent(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    /** What the server says of its health until it ends. */
    private static final class Health implements StreamObserver<HealthCheckResponse> {
        private final Queue<ServingStatus> seen = new ConcurrentLinkedQueue<>();

        @Override
        public void onNext(HealthCheckResponse response) {
            seen.add(response.getStatus());
        }

        @Override
        public void onError(Throwable serverIsGone) {
            // the stream ends with the server
        }

        @Override
        public void onCompleted() {
            // the stream ends with the server
        }

        boolean seen(ServingStatus status) {
            return seen.contains(status);
        }
    }
}
