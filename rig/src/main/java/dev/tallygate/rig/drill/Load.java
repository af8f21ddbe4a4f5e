package dev.tallygate.rig.drill;

import com.google.protobuf.Timestamp;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.MeteringServiceGrpc.MeteringServiceBlockingStub;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Callers that record one call after the other until they are told to end; each call is sent until it is answered. */
final class Load implements AutoCloseable {
    private static final int TOKENS_MAX = 7;

    private final Tally tally;
    private final Shape shape;
    private final Instant time;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Long>> callers = new ArrayList<>();
    private volatile boolean ending;

    /** How many callers, events in a call, and customers {@code c0 ...} that the events are spread over. */
    record Shape(int callers, int callSize, int customers) {}

    /** Events of this time. */
    Load(Tally tally, Shape shape, Instant time) {
        this.tally = tally;
        this.shape = shape;
        this.time = time;
    }

    /** The customers that the load records for. */
    static List<String> customers(int count) {
        return IntStream.range(0, count).mapToObj(number -> "c" + number).toList();
    }

    /** Starts the callers. */
    void start(Client client) {
        for (int number = 0; number < shape.callers(); number++) {
            int caller = number;
            callers.add(threads.submit(() -> sendUntilTold(client, caller)));
        }
    }

    private long sendUntilTold(Client client, int caller) {
        long sent = 0;
        while (!ending) {
            List<UsageEvent> events = new ArrayList<>();
            for (int i = 0; i < shape.callSize(); i++) {
                events.add(event(
                        "e" + caller + "-" + sent, "c" + (caller + sent) % shape.customers(), 1 + sent % TOKENS_MAX));
                sent++;
            }
            tally.answered(events, client.answered(recording(events)));
        }
        return sent;
    }

    /** The call that records these. */
    static Function<MeteringServiceBlockingStub, List<EventResult>> recording(List<UsageEvent> events) {
        RecordUsageRequest request =
                RecordUsageRequest.newBuilder().addAllEvents(events).build();
        return metering -> metering.recordUsage(request).getResultsList();
    }

    private UsageEvent event(String eventId, String customerId, long tokens) {
        return event(eventId, customerId, tokens, time);
    }

    /** An event of so many tokens in. */
    static UsageEvent event(String eventId, String customerId, long tokens, Instant time) {
        return UsageEvent.newBuilder()
                .setEventId(eventId)
                .setCustomerId(customerId)
                .setUsageTime(timestamp(time))
                .setTokensIn(tokens)
                .build();
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    /** Lets each caller have the answer of its last call, and answers how many events they sent. */
    long end() {
        ending = true;
        long sent = 0;
        for (Future<Long> caller : callers) {
            sent += join(caller);
        }
        return sent;
    }

    /** What a caller's thread came to; its failure is the drill's. */
    static <A> A join(Future<A> caller) {
        try {
            return caller.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RigFailed failed ? failed : new RigFailed(String.valueOf(e.getCause()), e);
        }
    }

    @Override
    public void close() {
        ending = true;
        threads.shutdownNow();
    }
}
