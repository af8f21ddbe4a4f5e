package dev.tallygate.catalog;

/** One difference between two versions of a plan; an empty side means that the field is not there. */
public record PlanChange(String field, String before, String after) {}
