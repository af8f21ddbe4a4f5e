package dev.tallygate.catalog;

/** Over what the quantity of a charge is counted: all models together, each group of models, or each model. */
public enum TiersBy {
    CHARGE,
    GROUP,
    MODEL
}
