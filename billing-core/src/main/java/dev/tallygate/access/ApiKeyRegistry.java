package dev.tallygate.access;

import dev.tallygate.operation.Mode;
import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes, lists, revokes and recognises API keys. */
public final class ApiKeyRegistry {
    private static final int NAME_CHARACTERS_MAX = 100;
    private static final int KEY_CHARACTERS_MAX = 256;

    private final ApiKeyRepository repository;
    private final Mode mode;
    private final Clock clock;

    public ApiKeyRegistry(JdbcClient jdbc, Mode mode, Clock clock) {
        this.repository = new ApiKeyRepository(jdbc);
        this.mode = mode;
        this.clock = clock;
    }

    /**
     * Makes a key. The same {@code requestId} again makes no second one and answers without the secret.
     *
     * @param requestId of the call, or null for none
     * @throws Rejected {@code FIELD_INVALID}, {@code CUSTOMER_NOT_FOUND}, or {@code IDEMPOTENCY_MISMATCH} where the request
     *     id was used for another grant
     */
    public NewApiKey create(ApiKey.Grant grant, @Nullable String requestId) {
        check(grant);
        if (requestId == null) {
            return insert(grant, null);
        }
        FieldRules.id("request_id", requestId);
        Optional<ApiKey> before = repository.byRequest(requestId);
        return before.isPresent() ? sameAs(before.get(), grant) : insertOnce(grant, requestId);
    }

    private void check(ApiKey.Grant grant) {
        FieldRules.text("name", grant.name(), NAME_CHARACTERS_MAX);
        if (grant.scopes().isEmpty()) {
            throw Rejected.field(Reason.FIELD_INVALID, "scopes", "", "one or more of ingest, check, admin");
        }
        grant.boundTo().ifPresent(customerId -> {
            FieldRules.id("customer_id", customerId);
            if (grant.scopes().contains(Scope.ADMIN)) {
                throw Rejected.field(
                        Reason.FIELD_INVALID,
                        "customer_id",
                        customerId,
                        "nothing: a key with scope admin is never bound");
            }
            if (!repository.customerExists(customerId)) {
                throw Rejected.field(Reason.CUSTOMER_NOT_FOUND, "customer_id", customerId, "a customer that exists");
            }
        });
    }

    private NewApiKey insertOnce(ApiKey.Grant grant, String requestId) {
        try {
            return insert(grant, requestId);
        } catch (DuplicateKeyException twin) {
            return sameAs(repository.byRequest(requestId).orElseThrow(() -> twin), grant);
        }
    }

    private NewApiKey insert(ApiKey.Grant grant, @Nullable String requestId) {
        KeySecret secret = KeySecret.random(mode);
        ApiKey made = new ApiKey(secret.keyId(), grant, UtcTimes.toMicros(clock.instant()), null);
        repository.insert(made, KeySecret.hash(secret.text()), requestId);
        return new NewApiKey(made, secret.text());
    }

    private static NewApiKey sameAs(ApiKey before, ApiKey.Grant grant) {
        if (!before.grant().equals(grant)) {
            throw Rejected.of(
                    Reason.IDEMPOTENCY_MISMATCH,
                    "request_id: it made key %s with another name, scopes or customer (expected: a new request id)"
                            .formatted(before.keyId()));
        }
        return new NewApiKey(before, null);
    }

    /** Keys in the order of their ids, revoked ones too; {@code afterKeyId} empty = from the first. */
    public List<ApiKey> list(String afterKeyId, int limit) {
        return repository.list(afterKeyId, limit);
    }

    /**
     * Refuses the key from now on; a key that is revoked already keeps its first revocation.
     *
     * @throws Rejected {@code API_KEY_NOT_FOUND}
     */
    public ApiKey revoke(String keyId) {
        repository.revoke(keyId, clock.instant());
        return repository
                .byId(keyId)
                .orElseThrow(
                        () -> Rejected.field(Reason.API_KEY_NOT_FOUND, "key_id", keyId, "the id of a key that exists"));
    }

    /** Who holds this key; reads the database each time, so that a revocation holds from the next call on. */
    public Authentication authenticate(@Nullable String key) {
        if (key == null || key.isBlank()) {
            return new Authentication.Refused(Reason.API_KEY_MISSING);
        }
        if (key.startsWith(KeySecret.prefix(mode == Mode.TEST ? Mode.LIVE : Mode.TEST))) {
            return new Authentication.Refused(Reason.MODE_MISMATCH);
        }
        if (!key.startsWith(KeySecret.prefix(mode)) || key.length() > KEY_CHARACTERS_MAX) {
            return new Authentication.Refused(Reason.API_KEY_INVALID);
        }
        return repository
                .byHash(KeySecret.hash(key))
                .filter(apiKey -> apiKey.revoked().isEmpty())
                .<Authentication>map(apiKey -> new Authentication.Caller(
                        apiKey.keyId(), apiKey.grant().scopes(), apiKey.grant().customerId()))
                .orElseGet(() -> new Authentication.Refused(Reason.API_KEY_INVALID));
    }
}
