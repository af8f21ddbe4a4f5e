package dev.tallygate.server.grpc;

import dev.tallygate.server.errors.Failures;
import dev.tallygate.usage.EventResult;
import dev.tallygate.v1.StreamUsageRequest;
import dev.tallygate.v1.StreamUsageResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One {@code StreamUsage}: takes requests while few are unanswered, and answers them in the order in which they came.
 *
 * <p>A request is recorded by the lanes of its customers, so a later one may be done first: it waits here. A caller that does
 * not read is sent nothing more, so no further request is taken from it either: what a stream holds is bounded.
 */
final class UsageStream implements StreamObserver<StreamUsageRequest> {
    /** Requests of a stream that may be unanswered. */
    static final int UNANSWERED_MAX = 16;

    private final ServerCallStreamObserver<StreamUsageResponse> caller;
    private final Function<StreamUsageRequest, CompletableFuture<List<EventResult>>> recording;
    private final OpenStreams streams;
    private final Deque<Request> unanswered = new ArrayDeque<>();
    private boolean halfClosed;
    private @Nullable Throwable stopReason;
    private boolean ended;

    /** A request and its results, once they are there. */
    private record Request(long tag, CompletableFuture<List<EventResult>> results) {}

    /**
     * A stream that is not open yet.
     *
     * @param recording puts a request's events into their lanes; may throw
     */
    UsageStream(
            ServerCallStreamObserver<StreamUsageResponse> caller,
            Function<StreamUsageRequest, CompletableFuture<List<EventResult>>> recording,
            OpenStreams streams) {
        this.caller = caller;
        this.recording = recording;
        this.streams = streams;
    }

    /** To be called once, by the handler of the call. */
    UsageStream open() {
        caller.disableAutoRequest();
        caller.setOnReadyHandler(this::answer);
        caller.setOnCancelHandler(this::end);
        caller.request(UNANSWERED_MAX);
        streams.add(this);
        return this;
    }

    @Override
    public synchronized void onNext(StreamUsageRequest message) {
        if (!ended && stopReason == null) {
            Request request = new Request(message.getTag(), record(message));
            unanswered.addLast(request);
            CompletionStage<List<EventResult>> results = request.results();
            results.whenComplete((done, failure) -> answer());
        }
    }

    /** What is wrong with a request is told in its turn. */
    private CompletableFuture<List<EventResult>> record(StreamUsageRequest message) {
        try {
            return recording.apply(message);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** The caller has gone. */
    @Override
    public void onError(Throwable cancelled) {
        end();
    }

    @Override
    public synchronized void onCompleted() {
        halfClosed = true;
        answer();
    }

    /** Takes no further request, answers those that were taken, and ends with this failure. */
    synchronized void stop(Throwable reason) {
        stopReason = reason;
        answer();
    }

    private synchronized void end() {
        ended = true;
        unanswered.clear();
        streams.remove(this);
    }

    /** Answers whatever is done and has none unanswered before it, as far as the caller reads. */
    private synchronized void answer() {
        try {
            answerInTurn();
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    private void answerInTurn() {
        while (!ended
                && !unanswered.isEmpty()
                && unanswered.getFirst().results().isDone()) {
            Request first = unanswered.getFirst();
            if (first.results().isCompletedExceptionally()) {
                fail(first.results().exceptionNow());
            } else if (caller.isReady()) {
                unanswered.removeFirst();
                caller.onNext(toProto(first));
                caller.request(1);
            } else {
                return;
            }
        }
        if (!ended && unanswered.isEmpty()) {
            finish();
        }
    }

    private void finish() {
        if (stopReason != null) {
            fail(stopReason);
        } else if (halfClosed) {
            end();
            caller.onCompleted();
        }
    }

    private void fail(Throwable failure) {
        end();
        caller.onError(Failures.toGrpc(failure));
    }

    private static StreamUsageResponse toProto(Request request) {
        StreamUsageResponse.Builder response = StreamUsageResponse.newBuilder().setTag(request.tag());
        request.results().join().forEach(result -> response.addResults(UsageMessages.toProto(result)));
        return response.build();
    }
}
