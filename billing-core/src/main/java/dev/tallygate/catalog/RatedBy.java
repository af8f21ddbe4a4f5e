package dev.tallygate.catalog;

/** Who turns the usage of a plan into money that is collected. */
public enum RatedBy {
    /** We do: the provider gets our lines. */
    TALLYGATE,
    /** The provider does, from totals by the hour: our own invoice is only compared with its. */
    PROVIDER
}
