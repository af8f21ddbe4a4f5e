/**
 * Whether a customer may use more, what is left, and what is held of it.
 *
 * <p>Owns: the answer to a check, and its order of reasons; whether a reservation is granted. No table: it reads gate,
 * periods, subscriptions, totals and holds, each time (invariant 12).
 *
 * <p>Does not own: recording (usage), prices and limits (catalog, rating), the rows of
 * reservations and what ends them (reservation).
 *
 * <p>Invariants: a check holds nothing and changes nothing; usage that follows a check can pass the cap, since two callers
 * can both be told yes. What is granted fits under every hard limit beside all that is used and held (4): it is judged
 * under the customer's gate, in the order of arrival.
 *
 * <p>Meanings of time: a check is about now, by this server's clock; it begins anew at the end of the billing period. A
 * reservation is about every period that it touches until it expires.
 */
@NullMarked
package dev.tallygate.quota;

import org.jspecify.annotations.NullMarked;
