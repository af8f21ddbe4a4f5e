package dev.tallygate.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is kept of an API key: everything but the key. */
public record ApiKey(
        String keyId,
        Grant grant,
        Instant createdTime,
        @Nullable Instant revokedTime) {

    public Optional<Instant> revoked() {
        return Optional.ofNullable(revokedTime);
    }

    /**
     * What a key is made for.
     *
     * @param name for people, at most 100 characters
     * @param customerId bound to this customer: every other one answers as if absent; null = not bound
     */
    public record Grant(
            String name, Set<Scope> scopes, @Nullable String customerId) {
        /** Copies the scopes. */
        public Grant {
            scopes = Set.copyOf(scopes);
        }

        public Optional<String> boundTo() {
            return Optional.ofNullable(customerId);
        }
    }
}
