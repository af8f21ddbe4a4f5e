package dev.tallygate.ledger;

/** Whether a billing period still takes usage into its first invoice. */
public enum PeriodState {
    OPEN,
    /** Usage is still recorded, as late. */
    CLOSED;

    /** Whether a period of this state may get the other one. */
    public boolean canBecome(PeriodState next) {
        return this == OPEN && next == CLOSED;
    }
}
