package dev.tallygate.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What applying a plan does: the version that then holds, the one before, and what differs. Not {@code published} where the
 * latest version already means the same.
 */
public record Publication(
        PlanVersion version, @Nullable PlanVersion before, boolean published, List<PlanChange> changes) {

    public Publication {
        changes = List.copyOf(changes);
    }

    public Optional<PlanVersion> previous() {
        return Optional.ofNullable(before);
    }
}
