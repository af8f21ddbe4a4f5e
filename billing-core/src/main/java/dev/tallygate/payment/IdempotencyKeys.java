package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import dev.tallygate.operation.Installation;

/** Names of write calls: a function of what they are for, so that two planners give the same name. */
final class IdempotencyKeys {
    private final Installation installation;

    IdempotencyKeys(Installation installation) {
        this.installation = installation;
    }

    /** The kind's code and a SHA-256: opaque, at most 69 characters, no personal data. */
    String of(String provider, String account, Delivery.Key key, PlannedCall call) {
        String entity = call.kind().isShared()
                ? "plan/" + RatedEntity.planVersionId(key.entityId())
                : key.customerKey() + "/" + key.entityId() + "/" + call.lineNumber();
        String name = String.join(
                "|",
                installation.installationId(),
                provider,
                account,
                installation.mode().word(),
                call.kind().code(),
                entity,
                Integer.toString(key.requestRevision()));
        return call.kind().code() + ":" + Bytes.sha256Hex(name);
    }
}
