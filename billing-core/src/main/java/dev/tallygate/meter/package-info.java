/**
 * What is counted.
 *
 * <p>Owns: the names of meters, whole and parts of tokens, the quantities of an event or a total and their exact sums, what
 * decides a meter that is a max, the latest or unique.
 * <p>Does not own: prices, which aggregation a meter has, who used it.
 * <p>Invariants: parts never exceed their whole in an accepted event; of sums and counts a quantity of 0 and an absent one are
 * the same; sums are exact or refused before they are made; what was added and is taken away has never been there.
 */
@NullMarked
package dev.tallygate.meter;

import org.jspecify.annotations.NullMarked;
