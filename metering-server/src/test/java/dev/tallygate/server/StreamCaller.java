package dev.tallygate.server;

import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.StreamUsageRequest;
import dev.tallygate.v1.StreamUsageResponse;
import dev.tallygate.v1.UsageEvent;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One stream of usage, as a caller sees it. */
final class StreamCaller implements StreamObserver<StreamUsageResponse> {
    private final BlockingQueue<StreamUsageResponse> answers = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final StreamObserver<StreamUsageRequest> requests;

    StreamCaller(Channel channel) {
        requests = MeteringServiceGrpc.newStub(channel).streamUsage(this);
    }

    void send(long tag, UsageEvent... events) {
        requests.onNext(StreamUsageRequest.newBuilder()
                .setTag(tag)
                .addAllEvents(List.of(events))
                .build());
    }

    void halfClose() {
        requests.onCompleted();
    }

    /** The next answer; fails the test where there is none in a minute. */
    StreamUsageResponse next() throws InterruptedException {
        StreamUsageResponse answer = answers.poll(60, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer");
        }
        return answer;
    }

    boolean hasAnswer() {
        return !answers.isEmpty();
    }

    /** Waits for the end; throws the status with which the stream failed. */
    void awaitEnd() {
        try {
            end.orTimeout(60, TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    @Override
    public void onNext(StreamUsageResponse answer) {
        answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        end.complete(null);
    }
}
