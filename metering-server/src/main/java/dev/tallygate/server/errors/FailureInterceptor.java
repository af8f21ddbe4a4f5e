package dev.tallygate.server.errors;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Closes a call whose handler threw with the status that {@link Failures} gives it; outermost but for the deadline. */
public final class FailureInterceptor implements ServerInterceptor {

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var once = new ClosedOnce<>(call);
        try {
            return new Guarded<>(next.startCall(once, headers), once);
        } catch (RuntimeException failure) {
            Failures.close(once, failure);
            return new Listener<>() {};
        }
    }

    private static final class Guarded<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ClosedOnce<Q, ?> call;

        Guarded(Listener<Q> listener, ClosedOnce<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            try {
                super.onMessage(message);
            } catch (RuntimeException failure) {
                Failures.close(call, failure);
            }
        }

        @Override
        public void onHalfClose() {
            try {
                super.onHalfClose();
            } catch (RuntimeException failure) {
                Failures.close(call, failure);
            }
        }
    }
}
