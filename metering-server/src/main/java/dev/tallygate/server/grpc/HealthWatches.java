package dev.tallygate.server.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams that watch the server's health. A stop ends them when they have been told: their callers never do, and the stop
 * would wait for them until its patience is over.
 */
final class HealthWatches implements ServerInterceptor {
    /** What a watch ends with; its caller asks again, and finds another server. */
    static final Status ENDING = Status.UNAVAILABLE.withDescription("the server is ending");

    private static final String WATCH = HealthGrpc.getWatchMethod().getFullMethodName();

    private final Set<ServerCall<?, ?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Listener<Q> listener = next.startCall(call, headers);
        return call.getMethodDescriptor().getFullMethodName().equals(WATCH) ? new Watch<>(listener, call) : listener;
    }

    /** Ends all that are open, and each that comes now as soon as it has its first answer. */
    void end() {
        ending = true;
        open.forEach(this::end);
    }

    private void end(ServerCall<?, ?> call) {
        if (open.remove(call)) {
            call.close(ENDING, new Metadata());
        }
    }

    private final class Watch<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;

        Watch(Listener<Q> listener, ServerCall<Q, ?> call) {
            super(listener);
            this.call = call;
        }

        /** Here its first answer is given. */
        @Override
        public void onHalfClose() {
            super.onHalfClose();
            open.add(call);
            if (ending) {
                end(call);
            }
        }

        @Override
        public void onComplete() {
            open.remove(call);
            super.onComplete();
        }

        @Override
        public void onCancel() {
            open.remove(call);
            super.onCancel();
        }
    }
}
