package dev.tallygate.server.access;

import dev.tallygate.access.ApiKeyRegistry;
import dev.tallygate.access.Authentication;
import dev.tallygate.access.Authentication.Caller;
import dev.tallygate.access.Authentication.Refused;
import dev.tallygate.access.Scope;
import dev.tallygate.rejection.Rejected;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call in whose key is valid and has the RPC's scope. Never waits: where the database has to be asked who calls, it is
 * asked by another thread, and the call goes on from there.
 */
public final class AuthenticationInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "bearer ";

    private final ApiKeyRegistry keys;
    private final Executor readers;

    /** {@code readers} may wait for the database. */
    public AuthenticationInterceptor(ApiKeyRegistry keys, Executor readers) {
        this.keys = keys;
        this.readers = readers;
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String key = key(headers);
        Optional<Authentication> known = keys.recognise(key);
        if (known.isPresent() && call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return start(known.get(), call, headers, next);
        }
        AskedCall<Q> asked = new AskedCall<>(call, key, keys, readers, answer -> start(answer, call, headers, next));
        return known.map(asked::judge).orElseGet(asked::ask);
    }

    private static <Q, A> Listener<Q> start(
            Authentication answer, ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Caller caller = callerOf(answer);
        CurrentCaller.require(caller, scopeOf(call.getMethodDescriptor()));
        return Contexts.interceptCall(CurrentCaller.with(caller), call, headers, next);
    }

    static Caller callerOf(Authentication answer) {
        return switch (answer) {
            case Caller known -> known;
            case Refused refused ->
                throw Rejected.of(refused.reason(), refused.reason().sentence());
        };
    }

    private static Scope scopeOf(MethodDescriptor<?, ?> call) {
        return CallScopes.of(call)
                .orElseThrow(() -> new IllegalStateException(call.getFullMethodName() + " has no scope in CallScopes"));
    }

    /** The key of {@code authorization: Bearer KEY}; any other form is a key that nobody has. */
    private static @Nullable String key(Metadata headers) {
        String value = headers.get(AUTHORIZATION);
        if (value == null || !value.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return value;
        }
        return value.substring(BEARER.length()).strip();
    }
}
