package dev.tallygate.access;

import dev.tallygate.rejection.Reason;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answer to "who calls?". */
public sealed interface Authentication {

    /** A valid key; {@code customerId} is the customer that it is bound to, or null. */
    record Caller(String keyId, Set<Scope> scopes, @Nullable String customerId) implements Authentication {
        /** Copies the scopes. */
        public Caller {
            scopes = Set.copyOf(scopes);
        }

        /** Whether the key has the scope; an admin key has every one. */
        public boolean may(Scope scope) {
            return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
        }

        /** Whether the key may see this customer; where not, the customer answers as if absent. */
        public boolean sees(String otherCustomerId) {
            return customerId == null || customerId.equals(otherCustomerId);
        }

        public Optional<String> boundTo() {
            return Optional.ofNullable(customerId);
        }
    }

    /** No valid key: API_KEY_MISSING, API_KEY_INVALID or MODE_MISMATCH. */
    record Refused(Reason reason) implements Authentication {}
}
