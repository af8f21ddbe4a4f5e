package dev.tallygate.usage;

/** What became of an event; RECORDED and DUPLICATE both mean: counted once. */
public enum Verdict {
    /** Counted now, and durable. */
    RECORDED,
    /** The same event was counted before. */
    DUPLICATE,
    /** Another content was counted under this id before; this one is not counted. */
    CONFLICT,
    /** Not counted; the id is still free. */
    REJECTED
}
