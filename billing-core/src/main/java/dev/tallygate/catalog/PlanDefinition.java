package dev.tallygate.catalog;

/** A plan and the YAML document that it was read from, comments included. */
public record PlanDefinition(Plan plan, String source) {}
