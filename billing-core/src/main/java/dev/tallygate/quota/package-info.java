/**
 * Whether a customer may use more, and what is left.
 *
 * <p>Owns: the answer to a check, and its order of reasons. No table: it reads gate, periods, subscriptions and totals,
 * each time (invariant 12).
 *
 * <p>Does not own: recording (usage), prices and limits (catalog, rating).
 *
 * <p>Invariants: a check holds nothing and changes nothing; usage that follows a check can pass the cap, since two callers
 * can both be told yes. Reservations are to close this.
 *
 * <p>Meanings of time: a check is about now, by this server's clock; it begins anew at the end of the billing period.
 */
@NullMarked
package dev.tallygate.quota;

import org.jspecify.annotations.NullMarked;
