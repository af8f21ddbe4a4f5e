package dev.tallygate.rig.drill;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.v1.UsageEvent;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Callers that each record one event at the same moment, and when refused come again after the time they are told. */
final class Storm {
    private final Ground ground;
    private final Subject server;
    private final String name;
    private final int callers;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong withoutRetryInfo = new AtomicLong();
    private final Queue<Long> refusalNanos = new ConcurrentLinkedQueue<>();
    private long growth;

    Storm(Ground ground, Subject server, String name, int callers) {
        this.ground = ground;
        this.server = server;
        this.name = name;
        this.callers = callers;
    }

    /** Sends, with the customers' rows locked for so many seconds; answers how long it took from their end to the last answer. */
    Duration blow(int lockedSeconds, int customers) {
        ground.progress()
                .say(() -> name + ": " + answered.get() + " of " + callers + " answered, " + refused() + " refusals");
        try (RowsRepository rows = ground.rows();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long before = server.residentMegabytes();
            if (lockedSeconds > 0) {
                rows.lockRows(ground.gates());
            }
            List<Future<Boolean>> sent = IntStream.range(0, callers)
                    .mapToObj(caller -> threads.submit(() -> send(caller, customers)))
                    .toList();
            for (int second = 0; second < lockedSeconds; second++) {
                Progress.pause(Duration.ofSeconds(1));
                growth = Math.max(growth, server.residentMegabytes() - before);
            }
            if (lockedSeconds > 0) {
                rows.unlock();
            }
            long over = System.nanoTime();
            sent.forEach(Load::join);
            return Duration.ofNanos(System.nanoTime() - over);
        }
    }

    private boolean send(int caller, int customers) {
        List<UsageEvent> event = List.of(Load.event(name + caller, "c" + caller % customers, 1, ground.time()));
        while (true) {
            long start = System.nanoTime();
            try {
                ground.tally().answered(event, server.client().once(Load.recording(event)));
                answered.incrementAndGet();
                return true;
            } catch (StatusRuntimeException unanswered) {
                Progress.pause(pauseAfter(unanswered, System.nanoTime() - start));
            }
        }
    }

    /** As it is told, and up to half more, so that those who were refused together do not come together. */
    private Duration pauseAfter(StatusRuntimeException unanswered, long nanos) {
        Code code = unanswered.getStatus().getCode();
        if (code != Code.RESOURCE_EXHAUSTED && code != Code.UNAVAILABLE && code != Code.DEADLINE_EXCEEDED) {
            throw new RigFailed("a call was answered " + unanswered.getStatus(), unanswered);
        }
        Optional<Duration> told = retryDelay(unanswered);
        if (code == Code.RESOURCE_EXHAUSTED) {
            refusalNanos.add(nanos);
            withoutRetryInfo.addAndGet(told.isEmpty() ? 1 : 0);
        }
        long millis = told.orElse(Duration.ofSeconds(1)).toMillis();
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    private static Optional<Duration> retryDelay(StatusRuntimeException refused) {
        Status status = StatusProto.fromThrowable(refused);
        if (status == null) {
            return Optional.empty();
        }
        try {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(RetryInfo.class)) {
                    var delay = detail.unpack(RetryInfo.class).getRetryDelay();
                    return Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
                }
            }
            return Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            throw new RigFailed("the details of a refusal cannot be read", e);
        }
    }

    long refused() {
        return refusalNanos.size();
    }

    long withoutRetryInfo() {
        return withoutRetryInfo.get();
    }

    /** The middle one of the times in which callers were refused. */
    long medianRefusalMillis() {
        return refusalNanos.stream()
                .sorted()
                .skip(refusalNanos.size() / 2)
                .findFirst()
                .map(nanos -> Duration.ofNanos(nanos).toMillis())
                .orElse(0L);
    }

    /** Megabytes that the server grew while the rows were locked. */
    long growth() {
        return growth;
    }
}
