package dev.tallygate.invoice;

/** What kind of amount a line is. */
public enum LineKind {
    /** Metered usage at a price. */
    USAGE,
    /** A flat fee of the plan. */
    FLAT,
    /** What is missing to the minimum of a usage charge. */
    MINIMUM,
    /** Money carried to or from another invoice. */
    CARRY
}
