package dev.tallygate.server.grpc;

import dev.tallygate.access.ApiKey;
import dev.tallygate.access.ApiKeyRegistry;
import dev.tallygate.access.NewApiKey;
import dev.tallygate.v1.CreateApiKeyRequest;
import dev.tallygate.v1.CreateApiKeyResponse;
import dev.tallygate.v1.ListApiKeysRequest;
import dev.tallygate.v1.ListApiKeysResponse;
import dev.tallygate.v1.RevokeApiKeyRequest;
import dev.tallygate.v1.RevokeApiKeyResponse;
import java.util.List;

/** The calls of BillingService about API keys. */
final class KeyCalls {
    private final ApiKeyRegistry keys;

    KeyCalls(ApiKeyRegistry keys) {
        this.keys = keys;
    }

    CreateApiKeyResponse create(CreateApiKeyRequest request) {
        String requestId = request.getRequestId();
        NewApiKey key = keys.create(KeyMessages.fromProto(request), requestId.isEmpty() ? null : requestId);
        return CreateApiKeyResponse.newBuilder()
                .setApiKey(KeyMessages.toProto(key.apiKey()))
                .setSecret(key.shownOnce().orElse(""))
                .build();
    }

    ListApiKeysResponse list(ListApiKeysRequest request) {
        Pages pages = Pages.fromProto("api_keys", request.getPageSize(), request.getPageToken());
        List<ApiKey> read = keys.list(pages.after(), pages.readMax());
        ListApiKeysResponse.Builder response =
                ListApiKeysResponse.newBuilder().setNextPageToken(pages.nextToken(read, ApiKey::keyId));
        pages.page(read).forEach(key -> response.addApiKeys(KeyMessages.toProto(key)));
        return response.build();
    }

    RevokeApiKeyResponse revoke(RevokeApiKeyRequest request) {
        ApiKey key = keys.revoke(request.getKeyId());
        return RevokeApiKeyResponse.newBuilder()
                .setApiKey(KeyMessages.toProto(key))
                .build();
    }
}
