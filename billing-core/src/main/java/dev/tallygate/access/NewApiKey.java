package dev.tallygate.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key just made, with the key itself, which is shown this once.
 *
 * @param secret the whole key; null where a repeated request met the key that it made before
 */
public record NewApiKey(ApiKey apiKey, @Nullable String secret) {

    public Optional<String> shownOnce() {
        return Optional.ofNullable(secret);
    }

    /** Never prints the key. */
    @Override
    public String toString() {
        return "NewApiKey[" + apiKey.keyId() + "]";
    }
}
