package dev.tallygate.payment;

import dev.tallygate.operation.Installation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        return call.kind().code() + ":" + sha256(name);
    }

    /** Lower-hex SHA-256 of the text's UTF-8 bytes. */
    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
