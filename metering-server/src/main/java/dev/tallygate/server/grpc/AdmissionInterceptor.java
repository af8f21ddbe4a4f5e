package dev.tallygate.server.grpc;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.Semaphore;

/** Admits at most so many calls at a time; the next one is answered QUEUE_FULL at once, having cost nothing. */
final class AdmissionInterceptor implements ServerInterceptor {
    private final Semaphore places;

    AdmissionInterceptor(int callsMax) {
        this.places = new Semaphore(callsMax);
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!places.tryAcquire()) {
            throw Rejected.of(Reason.QUEUE_FULL, Reason.QUEUE_FULL.sentence());
        }
        Listener<Q> listener;
        try {
            listener = next.startCall(call, headers);
        } catch (RuntimeException failure) {
            places.release();
            throw failure;
        }
        return new Admitted<>(listener);
    }

    /** Exactly one of its two ends is called. */
    private final class Admitted<Q> extends SimpleForwardingServerCallListener<Q> {
        Admitted(Listener<Q> listener) {
            super(listener);
        }

        @Override
        public void onComplete() {
            places.release();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            places.release();
            super.onCancel();
        }
    }
}
