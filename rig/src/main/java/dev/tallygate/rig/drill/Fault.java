package dev.tallygate.rig.drill;

/** What the naive server does wrong; one thing at a time. */
enum Fault {
    /** Answers first and writes a moment later. */
    ACKNOWLEDGES_BEFORE_COMMIT,
    /** Waits for the database as long as it takes, whatever the caller's patience. */
    HANGS,
    /** Has no key on event ids and looks for none. */
    COUNTS_TWICE,
    /** Reads what is left, and writes what it granted, without a lock between. */
    READS_THEN_WRITES,
    /** Never takes back a hold that ran out. */
    HOLDS_STAY,
    /** Takes every call, however many wait. */
    NEVER_REFUSES,
    /** Ends at once when it is asked to. */
    CUTS_CALLS
}
