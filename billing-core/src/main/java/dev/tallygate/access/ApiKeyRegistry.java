package dev.tallygate.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes, lists, revokes and recognises API keys. */
public interface ApiKeyRegistry {
    /**
     * Makes a key. The same {@code requestId} again makes no second one and answers without the secret.
     *
     * @param requestId of the call, or null for none
     * @throws dev.tallygate.rejection.Rejected {@code FIELD_INVALID}, {@code CUSTOMER_NOT_FOUND}, or {@code
     *     IDEMPOTENCY_MISMATCH} where the request id was used for another grant
     */
    NewApiKey create(ApiKey.Grant grant, @Nullable String requestId);

    /** Keys in the order of their ids, revoked ones too; {@code afterKeyId} empty = from the first. */
    List<ApiKey> list(String afterKeyId, int limit);

    /**
     * Refuses the key from now on; a key that is revoked already keeps its first revocation.
     *
     * @throws dev.tallygate.rejection.Rejected {@code API_KEY_NOT_FOUND}
     */
    ApiKey revoke(String keyId);

    /** Who holds this key; reads the database each time. Null or blank = the call carries none. */
    Authentication authenticate(@Nullable String key);
}
