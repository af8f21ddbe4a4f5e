/**
 * Plans as people write them and as they are published.
 *
 * <p>Owns: the plan model, reading YAML with line-numbered findings, immutable published versions, the shipped plans.
 * <p>Does not own: what usage costs ({@code rating}), who is on which version ({@code customer}).
 * <p>Invariants: a published version never changes (invariant 12), only versions are cached; every price of an accepted plan
 * is a function of totals; for each model a plan charges a whole or its parts, never both.
 * <p>Published definitions are read again by the same parser: its defaults never change their meaning.
 */
@NullMarked
package dev.tallygate.catalog;

import org.jspecify.annotations.NullMarked;
