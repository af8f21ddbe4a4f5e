package dev.tallygate.server.grpc;

import dev.tallygate.rejection.Reason;
import dev.tallygate.server.errors.Failures;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives a deadline to calls that have none, and begins no work for a call whose deadline has passed. A stream goes on as long
 * as its caller likes; keepalive finds the callers that are gone.
 */
final class DeadlineInterceptor implements ServerInterceptor {
    private final Duration imposed;
    private final ScheduledExecutorService timer;

    DeadlineInterceptor(Duration imposed, ScheduledExecutorService timer) {
        this.imposed = imposed;
        this.timer = timer;
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return next.startCall(call, headers);
        }
        Deadline own = Context.current().getDeadline();
        if (own != null) {
            return new Judged<>(next.startCall(call, headers), own, () -> {});
        }
        CancellableContext limited =
                Context.current().withDeadlineAfter(imposed.toMillis(), TimeUnit.MILLISECONDS, timer);
        limited.addListener(ended -> closeIfLate(ended, call), Runnable::run);
        Deadline deadline = Deadline.after(imposed.toMillis(), TimeUnit.MILLISECONDS);
        Listener<Q> listener = Contexts.interceptCall(limited, call, headers, next);
        return new Judged<>(listener, deadline, () -> limited.cancel(null));
    }

    /** The handler may still be at work; what it answers afterwards goes nowhere. */
    private static void closeIfLate(Context ended, ServerCall<?, ?> call) {
        if (ended.cancellationCause() instanceof TimeoutException) {
            Failures.close(call, passed());
        }
    }

    private static StatusRuntimeException passed() {
        return Failures.refusal(Reason.DEADLINE_PASSED, Reason.DEADLINE_PASSED.sentence());
    }

    private static final class Judged<Q> extends SimpleForwardingServerCallListener<Q> {
        private final Deadline deadline;
        private final Runnable ended;

        Judged(Listener<Q> listener, Deadline deadline, Runnable ended) {
            super(listener);
            this.deadline = deadline;
            this.ended = ended;
        }

        @Override
        public void onHalfClose() {
            if (deadline.isExpired()) {
                throw passed();
            }
            super.onHalfClose();
        }

        @Override
        public void onComplete() {
            ended.run();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            ended.run();
            super.onCancel();
        }
    }
}
