package dev.tallygate.invoice;

/** What kind of amount a line is. */
public enum LineKind {
    /** Metered usage at a price. */
    USAGE,
    /** A flat fee of the plan. */
    FLAT,
    /** Money carried to or from another invoice. */
    CARRY
}
