package dev.tallygate.server.access;

import dev.tallygate.access.Authentication.Caller;
import dev.tallygate.access.Scope;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import io.grpc.Context;

/** The caller of the call that this thread works for. */
public final class CurrentCaller {
    private static final Context.Key<Caller> CALLER = Context.key("tallygate.caller");

    private CurrentCaller() {}

    /** The caller; there is one in every handler of the contract. */
    public static Caller get() {
        Caller caller = CALLER.get();
        if (caller == null) {
            throw new IllegalStateException("a handler without an authenticated caller");
        }
        return caller;
    }

    /** Refuses the call with SCOPE_MISSING unless the key has the scope; for what an RPC does beside its main purpose. */
    public static void require(Scope scope) {
        require(get(), scope);
    }

    /** Refuses the call with CUSTOMER_NOT_FOUND, as for an absent one, where the key is bound to another customer. */
    public static void requireSees(String customerId) {
        if (!get().sees(customerId)) {
            throw CustomerRegistry.notFound(customerId);
        }
    }

    static void require(Caller caller, Scope scope) {
        if (!caller.may(scope)) {
            throw Rejected.of(
                    Reason.SCOPE_MISSING,
                    "API key %s: no scope %s (expected: a key with it)".formatted(caller.keyId(), scope.word()));
        }
    }

    static Context with(Caller caller) {
        return Context.current().withValue(CALLER, caller);
    }
}
