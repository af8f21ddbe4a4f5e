/**
 * What is counted.
 *
 * <p>Owns: the names of meters, whole and parts of tokens, the quantities of an event or a total and their exact sums.
 * <p>Does not own: prices, who used it, when.
 * <p>Invariants: parts never exceed their whole in an accepted event; a quantity of 0 and an absent one are the same;
 * sums are exact or refused before they are made.
 */
@NullMarked
package dev.tallygate.meter;

import org.jspecify.annotations.NullMarked;
