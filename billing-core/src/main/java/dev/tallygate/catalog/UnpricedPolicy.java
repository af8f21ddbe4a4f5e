package dev.tallygate.catalog;

/** What a check answers for a model or meter that the plan has no price for. */
public enum UnpricedPolicy {
    DENY,
    ALLOW
}
