package dev.tallygate.notification;

/** Where the mail about a crossing stands. */
public enum NotificationState {
    /** To be mailed, now or when its next attempt is due. */
    PENDING,
    /** Handed to the mail server, and the answer not recorded: on its way, or in doubt once the lease is over. */
    SENDING,
    /** The mail server took it over. */
    SENT,
    /** A higher threshold, or a later reminder, is mailed in its place; or the invoice needs no reminder any more. */
    SUPERSEDED,
    /** The mail server refused it for good, or never answered however often it was asked: parked. */
    REFUSED,
    /** The customer has no e-mail address: parked. */
    NO_ADDRESS;

    /** Whether the state may follow this one; a person's retry makes parked ones PENDING again. */
    public boolean canBecome(NotificationState next) {
        return switch (this) {
            case PENDING -> next == SENDING || next == SUPERSEDED || next == NO_ADDRESS;
            case SENDING -> true;
            case REFUSED, NO_ADDRESS -> next == PENDING;
            case SENT, SUPERSEDED -> false;
        };
    }
}
