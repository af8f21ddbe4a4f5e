/**
 * What usage costs, as one pure function of totals.
 *
 * <p>Owns: A of a rating key, U of a period, costs of events as differences, allowances, unpriced usage, flat fees.
 * <p>Does not own: totals, invoices, rounding of lines with usage to money.
 * <p>Invariants: no I/O, no clock, no flags; Rater and RunningCost agree to all 12 places (invariant 3) for every order of
 * arrival; each amount is divided once per key, half-even to 12 places.
 * <p>Meaning of time: windows are given by their start; nothing here asks what time it is.
 */
@NullMarked
package dev.tallygate.rating;

import org.jspecify.annotations.NullMarked;
