/**
 * What models cost us, and what is left of the revenue.
 *
 * <p>Owns: the book of costs by model and day, its import with a comparison, the margins by customer, day and model.
 * <p>Does not own: prices that customers pay (catalog), what usage costs them (rating), recorded usage.
 * <p>Invariants: a cost that is not known is never zero; margins are worked out anew from the events, so that they may be
 * deleted at any time; nothing here is in the way of recording.
 * <p>Meaning of time: costs hold for whole days in UTC.
 */
@NullMarked
package dev.tallygate.modelcost;

import org.jspecify.annotations.NullMarked;
