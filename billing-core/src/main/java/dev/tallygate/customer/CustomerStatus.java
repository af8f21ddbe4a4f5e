package dev.tallygate.customer;

/** Where a customer stands. */
public enum CustomerStatus {
    ACTIVE,
    /** Checks are denied, usage is recorded. */
    SUSPENDED,
    /** Usage is rejected; final. */
    CLOSED;

    /** Whether a customer of this status may get the other one. */
    public boolean canBecome(CustomerStatus next) {
        return switch (this) {
            case ACTIVE -> next == SUSPENDED || next == CLOSED;
            case SUSPENDED -> next == ACTIVE || next == CLOSED;
            case CLOSED -> false;
        };
    }
}
