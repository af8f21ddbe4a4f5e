package dev.tallygate.catalog;

import java.time.Instant;

/** A version as the catalog lists it, with the YAML that was applied. */
public record PublishedPlan(PlanVersion version, Instant publishedTime, String source) {}
