package dev.tallygate.payment;

import java.time.Instant;

/**
 * Why a provider is told nothing for now.
 *
 * @param sinceTime of RESTORED: from then on the provider may have objects that this database forgot
 */
public record Hold(String provider, Cause cause, Instant sinceTime, Instant heldTime, String note) {

    /** Who keeps deliveries back, and so what lets them go. */
    public enum Cause {
        /** A database that was restored from a backup: {@code reconcile --adopt}. */
        RESTORED,
        /** An operator: {@code deliveries release}. */
        OPERATOR
    }

    /** The command that ends it. */
    public String mend() {
        return switch (cause) {
            case RESTORED -> "./tallygate batch reconcile --adopt";
            case OPERATOR -> "./tallygate deliveries release " + provider;
        };
    }

    /** For people, with the command that ends it. */
    public String sentence() {
        return "%s is held since %s: %s (%s ends it)".formatted(provider, heldTime, note, mend());
    }
}
