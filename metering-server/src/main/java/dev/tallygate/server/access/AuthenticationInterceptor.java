package dev.tallygate.server.access;

import dev.tallygate.access.ApiKeyRegistry;
import dev.tallygate.access.Authentication.Caller;
import dev.tallygate.access.Authentication.Refused;
import dev.tallygate.access.Scope;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lets a call in whose key is valid and has the RPC's scope. */
public final class AuthenticationInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "bearer ";

    private final ApiKeyRegistry keys;

    public AuthenticationInterceptor(ApiKeyRegistry keys) {
        this.keys = keys;
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Caller caller = switch (keys.authenticate(key(headers))) {
            case Caller known -> known;
            case Refused refused -> throw refusal(refused.reason());
        };
        CurrentCaller.require(caller, scopeOf(call.getMethodDescriptor()));
        return Contexts.interceptCall(CurrentCaller.with(caller), call, headers, next);
    }

    private static Scope scopeOf(MethodDescriptor<?, ?> call) {
        return CallScopes.of(call)
                .orElseThrow(() -> new IllegalStateException(call.getFullMethodName() + " has no scope in CallScopes"));
    }

    private static Rejected refusal(Reason reason) {
        return Rejected.of(reason, reason.sentence());
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
