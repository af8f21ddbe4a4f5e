package dev.tallygate.modelcost;

/** What a model costs, as its provider says. {@code modelProvider}: empty = not told. */
public record ModelCost(String modelId, String modelProvider, TokenCosts costs) {}
