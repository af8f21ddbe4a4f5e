package dev.tallygate.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.EventResult;
import dev.tallygate.v1.StreamUsageRequest;
import dev.tallygate.v1.StreamUsageResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageStreamTest {

    /** A caller that reads when the test says so. */
    private static final class Caller extends ServerCallStreamObserver<StreamUsageResponse> {
        private final List<Long> answered = new ArrayList<>();
        private final List<String> ends = new ArrayList<>();
        private int askedFor;
        private boolean reads = true;
        private Runnable onReady = () -> {};
        private Runnable onCancel = () -> {};

        @Override
        public void onNext(StreamUsageResponse answer) {
            answered.add(answer.getTag());
        }

        @Override
        public void onError(Throwable failure) {
            ends.add(Status.fromThrowable(failure).getCode().name());
        }

        @Override
        public void onCompleted() {
            ends.add("OK");
        }

        @Override
        public void request(int count) {
            askedFor += count;
        }

        @Override
        public boolean isReady() {
            return reads;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            onReady = handler;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            onCancel = handler;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setCompression(String compression) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void disableAutoRequest() {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }

    private final Caller caller = new Caller();
    private final List<CompletableFuture<List<EventResult>>> recordings = new ArrayList<>();
    private final OpenStreams streams = new OpenStreams();
    private final UsageStream stream = new UsageStream(caller, this::record, streams);

    private CompletableFuture<List<EventResult>> record(StreamUsageRequest request) {
        if (request.getTag() < 0) {
            throw Rejected.of(Reason.BATCH_EMPTY, "no event");
        }
        CompletableFuture<List<EventResult>> recording = new CompletableFuture<>();
        recordings.add(recording);
        return recording;
    }

    @BeforeEach
    void open() {
        stream.open();
    }

    private void send(long... tags) {
        for (long tag : tags) {
            stream.onNext(StreamUsageRequest.newBuilder().setTag(tag).build());
        }
    }

    private void recorded(int... indexes) {
        for (int index : indexes) {
            recordings.get(index).complete(List.of());
        }
    }

    @Test
    void answersComeInTheOrderOfTheRequests() {
        send(7, 8, 9);

        recorded(2, 1);
        assertEquals(List.of(), caller.answered);

        recorded(0);
        assertEquals(List.of(7L, 8L, 9L), caller.answered);
        assertEquals(List.of(), caller.ends);
    }

    @Test
    void aRequestIsTakenForEachThatWasAnswered() {
        assertEquals(UsageStream.UNANSWERED_MAX, caller.askedFor);

        send(1, 2);
        recorded(0);

        assertEquals(UsageStream.UNANSWERED_MAX + 1, caller.askedFor);
    }

    @Test
    void fromACallerThatDoesNotReadNoFurtherRequestIsTaken() {
        caller.reads = false;
        for (int tag = 0; tag < UsageStream.UNANSWERED_MAX; tag++) {
            send(tag);
            recorded(tag);
        }
        assertEquals(List.of(), caller.answered);
        assertEquals(UsageStream.UNANSWERED_MAX, caller.askedFor);

        caller.reads = true;
        caller.onReady.run();

        assertEquals(UsageStream.UNANSWERED_MAX, caller.answered.size());
        assertEquals(2 * UsageStream.UNANSWERED_MAX, caller.askedFor);
    }

    @Test
    void afterTheHalfCloseWhatIsUnansweredIsAnsweredFirst() {
        send(1, 2);
        stream.onCompleted();
        recorded(0);
        assertEquals(List.of(), caller.ends);

        recorded(1);

        assertEquals(List.of(1L, 2L), caller.answered);
        assertEquals(List.of("OK"), caller.ends);
    }

    @Test
    void aHalfCloseWithNothingUnansweredEndsTheStream() {
        stream.onCompleted();

        assertEquals(List.of("OK"), caller.ends);
    }

    @Test
    void aFailedRequestEndsTheStreamAfterTheAnswersBeforeIt() {
        send(1, 2, 3);
        recordings.get(1).completeExceptionally(Rejected.of(Reason.QUEUE_FULL, "full"));
        recorded(2);
        assertEquals(List.of(), caller.ends);

        recorded(0);
        send(4);

        assertEquals(List.of(1L), caller.answered);
        assertEquals(List.of("RESOURCE_EXHAUSTED"), caller.ends);
        assertEquals(3, recordings.size());
    }

    @Test
    void aRefusedRequestEndsTheStreamInItsTurn() {
        send(1, -1);
        assertEquals(List.of(), caller.ends);

        recorded(0);

        assertEquals(List.of(1L), caller.answered);
        assertEquals(List.of("INVALID_ARGUMENT"), caller.ends);
    }

    @Test
    void aStopAnswersWhatWasTakenAndTakesNoMore() {
        send(1, 2);

        streams.stop();
        send(3);
        recorded(0, 1);

        assertEquals(2, recordings.size());
        assertEquals(List.of(1L, 2L), caller.answered);
        assertEquals(List.of("UNAVAILABLE"), caller.ends);
    }

    @Test
    void aStreamThatIsOpenedDuringAStopEnds() {
        streams.stop();
        Caller late = new Caller();

        new UsageStream(late, this::record, streams).open();

        assertEquals(List.of("UNAVAILABLE"), late.ends);
    }

    @Test
    void aCallerThatHasGoneIsSentNothing() {
        send(1);

        caller.onCancel.run();
        recorded(0);
        streams.stop();

        assertEquals(List.of(), caller.answered);
        assertTrue(caller.ends.isEmpty());
    }
}
