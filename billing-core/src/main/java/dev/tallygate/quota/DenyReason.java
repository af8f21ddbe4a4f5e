package dev.tallygate.quota;

/** Why a check is denied. */
public enum DenyReason {
    SPEND_CAP_REACHED(true),
    ALLOWANCE_EXHAUSTED(true),
    PAYMENT_OVERDUE(true),
    CUSTOMER_UNKNOWN(false),
    CUSTOMER_SUSPENDED(false),
    CUSTOMER_CLOSED(false),
    NO_SUBSCRIPTION(false),
    MODEL_NOT_IN_PLAN(false);

    private final boolean mendedByPaying;

    DenyReason(boolean mendedByPaying) {
        this.mendedByPaying = mendedByPaying;
    }

    /** Whether a higher limit or a payment would lift it: HTTP 402, else 403. */
    public boolean isMendedByPaying() {
        return mendedByPaying;
    }
}
