package dev.tallygate.server.access;

import dev.tallygate.access.ApiKeyRegistry;
import dev.tallygate.access.Authentication;
import dev.tallygate.server.errors.Failures;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call whose key may have to be asked for in the database: held meanwhile, by no thread.
 *
 * <p>A stream's key is judged again with each message, so that a stream ends like any other call once its key is revoked.
 */
final class AskedCall<Q> extends ForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private final @Nullable String key;
    private final ApiKeyRegistry keys;
    private final Executor readers;
    private final Function<Authentication, Listener<Q>> start;
    private final Context context = Context.current();
    private final DelayedListener<Q> delayed = new DelayedListener<>();
    private @Nullable Listener<Q> started;
    private volatile boolean refused;

    /**
     * A call that is held.
     *
     * @param readers where the database is asked
     * @param start begins the call of a valid caller, or throws why not
     */
    AskedCall(
            ServerCall<Q, ?> call,
            @Nullable String key,
            ApiKeyRegistry keys,
            Executor readers,
            Function<Authentication, Listener<Q>> start) {
        this.call = call;
        this.key = key;
        this.keys = keys;
        this.readers = readers;
        this.start = start;
    }

    /** Asks the database elsewhere, and lets the call go on or end there. */
    AskedCall<Q> ask() {
        readers.execute(context.wrap(() -> {
            try {
                judge(keys.authenticate(key));
            } catch (RuntimeException failure) {
                refuse(failure);
            }
        }));
        return this;
    }

    /** Starts the call, or lets it go on. */
    AskedCall<Q> judge(Authentication answer) {
        Listener<Q> begun = started;
        if (begun == null) {
            begun = start.apply(answer);
            started = begun;
        } else {
            AuthenticationInterceptor.callerOf(answer);
        }
        delayed.release(begun);
        return this;
    }

    /** The handler hears of nothing more but of the end. */
    private void refuse(RuntimeException failure) {
        refused = true;
        Failures.close(call, failure);
        Listener<Q> begun = started;
        delayed.release(begun == null ? new Listener<>() {} : new EndOnly<>(begun));
    }

    @Override
    public void onMessage(Q message) {
        if (refused) {
            return;
        }
        if (!delayed.isHeld() && keys.recognise(key).isEmpty()) {
            delayed.hold();
            delayed.onMessage(message);
            ask();
        } else {
            delayed.onMessage(message);
        }
    }

    @Override
    protected Listener<Q> delegate() {
        return delayed;
    }

    private static final class EndOnly<Q> extends Listener<Q> {
        private final Listener<Q> begun;

        EndOnly(Listener<Q> begun) {
            this.begun = begun;
        }

        @Override
        public void onCancel() {
            begun.onCancel();
        }

        @Override
        public void onComplete() {
            begun.onComplete();
        }
    }
}
