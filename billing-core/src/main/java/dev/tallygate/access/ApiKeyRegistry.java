package dev.tallygate.access;

import dev.tallygate.access.Authentication.Caller;
import dev.tallygate.access.KeyMemory.Reading;
import dev.tallygate.operation.Mode;
import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.UtcTimes;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes, lists, revokes and recognises API keys. */
public final class ApiKeyRegistry {
    private static final int NAME_CHARACTERS_MAX = 100;
    private static final int KEY_CHARACTERS_MAX = 256;
    private static final int REMEMBERED_MAX = 10_000;
    private static final int READ_TOGETHER_MAX = 500;

    private final ApiKeyRepository repository;
    private final Mode mode;
    private final Clock clock;
    private final KeyMemory memory;

    public ApiKeyRegistry(JdbcClient jdbc, Mode mode, Clock clock) {
        this(jdbc, mode, clock, REMEMBERED_MAX);
    }

    ApiKeyRegistry(JdbcClient jdbc, Mode mode, Clock clock, int rememberedMax) {
        this.repository = new ApiKeyRepository(jdbc);
        this.mode = mode;
        this.clock = clock;
        this.memory = new KeyMemory(rememberedMax);
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
     * Refuses the key: here from now on, in other processes within a second. A key that is revoked already keeps its first
     * revocation.
     *
     * @throws Rejected {@code API_KEY_NOT_FOUND}
     */
    public ApiKey revoke(String keyId) {
        try {
            repository.revoke(keyId, clock.instant());
        } finally {
            memory.forget(keyId);
        }
        return repository
                .byId(keyId)
                .orElseThrow(
                        () -> Rejected.field(Reason.API_KEY_NOT_FOUND, "key_id", keyId, "the id of a key that exists"));
    }

    /**
     * Who holds this key, where that can be said at once: what was read at most a second ago, or a refusal by the form of
     * the key. Empty = the database has to be asked, by {@link #authenticate}. Never waits.
     */
    public Optional<Authentication> recognise(@Nullable String key) {
        Optional<Authentication> refused = refusalByForm(key).map(Authentication.Refused::new);
        return key == null || refused.isPresent()
                ? refused
                : memory.find(hash(key), clock.instant()).map(Authentication.class::cast);
    }

    /** Who holds this key: as {@link #recognise}, else as the database says now. */
    public Authentication authenticate(@Nullable String key) {
        Optional<Authentication> known = recognise(key);
        return key == null || known.isPresent() ? known.orElseThrow() : read(KeySecret.hash(key));
    }

    private Optional<Reason> refusalByForm(@Nullable String key) {
        if (key == null || key.isBlank()) {
            return Optional.of(Reason.API_KEY_MISSING);
        }
        if (key.startsWith(KeySecret.prefix(mode == Mode.TEST ? Mode.LIVE : Mode.TEST))) {
            return Optional.of(Reason.MODE_MISMATCH);
        }
        return key.startsWith(KeySecret.prefix(mode)) && key.length() <= KEY_CHARACTERS_MAX
                ? Optional.empty()
                : Optional.of(Reason.API_KEY_INVALID);
    }

    private Authentication read(byte[] hash) {
        Reading reading = memory.begin(clock.instant());
        Optional<Caller> caller = repository.byHash(hash).flatMap(ApiKeyRegistry::caller);
        caller.ifPresent(valid -> memory.remember(ByteBuffer.wrap(hash), valid, reading));
        return caller.<Authentication>map(Authentication.class::cast)
                .orElseGet(() -> new Authentication.Refused(Reason.API_KEY_INVALID));
    }

    /** Reads again the keys that are in use and whose memory ends soon; one that is no longer valid is forgotten. */
    void refresh() {
        List<ByteBuffer> due = memory.dueAt(clock.instant());
        for (int from = 0; from < due.size(); from += READ_TOGETHER_MAX) {
            refresh(due.subList(from, Math.min(from + READ_TOGETHER_MAX, due.size())));
        }
    }

    private void refresh(List<ByteBuffer> hashes) {
        Reading reading = memory.begin(clock.instant());
        Map<ByteBuffer, ApiKey> found =
                repository.byHashes(hashes.stream().map(ByteBuffer::array).toList());
        for (ByteBuffer hash : hashes) {
            Optional.ofNullable(found.get(hash))
                    .flatMap(ApiKeyRegistry::caller)
                    .ifPresentOrElse(caller -> memory.remember(hash, caller, reading), () -> memory.forget(hash));
        }
    }

    private static Optional<Caller> caller(ApiKey apiKey) {
        return apiKey.revoked().isPresent()
                ? Optional.empty()
                : Optional.of(new Caller(
                        apiKey.keyId(), apiKey.grant().scopes(), apiKey.grant().customerId()));
    }

    private static ByteBuffer hash(String key) {
        return ByteBuffer.wrap(KeySecret.hash(key));
    }
}
