package dev.tallygate.server.grpc;

import dev.tallygate.access.ApiKey.Grant;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.v1.ApiKey;
import dev.tallygate.v1.CreateApiKeyRequest;
import dev.tallygate.v1.Scope;
import java.util.Set;
import java.util.stream.Collectors;

/** API keys, between messages and the core's types. */
final class KeyMessages {
    private KeyMessages() {}

    static Grant fromProto(CreateApiKeyRequest request) {
        Set<dev.tallygate.access.Scope> scopes =
                request.getScopesList().stream().map(KeyMessages::fromProto).collect(Collectors.toSet());
        String boundTo = request.getCustomerId();
        return new Grant(request.getName(), scopes, boundTo.isEmpty() ? null : boundTo);
    }

    private static dev.tallygate.access.Scope fromProto(Scope scope) {
        return switch (scope) {
            case SCOPE_INGEST -> dev.tallygate.access.Scope.INGEST;
            case SCOPE_CHECK -> dev.tallygate.access.Scope.CHECK;
            case SCOPE_ADMIN -> dev.tallygate.access.Scope.ADMIN;
            case SCOPE_UNSPECIFIED, UNRECOGNIZED ->
                throw Rejected.field(Reason.FIELD_INVALID, "scopes", scope, "SCOPE_INGEST, SCOPE_CHECK or SCOPE_ADMIN");
        };
    }

    private static Scope toProto(dev.tallygate.access.Scope scope) {
        return switch (scope) {
            case INGEST -> Scope.SCOPE_INGEST;
            case CHECK -> Scope.SCOPE_CHECK;
            case ADMIN -> Scope.SCOPE_ADMIN;
        };
    }

    static ApiKey toProto(dev.tallygate.access.ApiKey key) {
        ApiKey.Builder message = ApiKey.newBuilder()
                .setKeyId(key.keyId())
                .setName(key.grant().name())
                .setCustomerId(key.grant().boundTo().orElse(""))
                .setCreatedTime(Times.toProto(key.createdTime()));
        key.grant().scopes().stream().sorted().map(KeyMessages::toProto).forEach(message::addScopes);
        key.revoked().ifPresent(time -> message.setRevokedTime(Times.toProto(time)));
        return message.build();
    }
}
