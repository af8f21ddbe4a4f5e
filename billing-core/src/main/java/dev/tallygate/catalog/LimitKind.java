package dev.tallygate.catalog;

/** What happens at a limit: a hard one denies, a soft one warns only. */
public enum LimitKind {
    HARD,
    SOFT
}
