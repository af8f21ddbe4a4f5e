/**
 * Reservations: a promise of quantity before it is used.
 *
 * <p>Owns: {@code reservations} and {@code held_totals}; what a hold is, when it lives and what ends it; what usage that
 * names a reservation is to its hold.
 *
 * <p>Does not own: whether a hold is granted (quota), what usage costs (rating), the gate that all of it happens under
 * (ledger).
 *
 * <p>Invariants: a reservation ends once, and its whole hold returns then; {@code held_totals} are the sum of what HELD
 * reservations hold in each period that they were judged for; the gate's count is that of HELD reservations. Whoever changes
 * a customer's holds first expires those that are overdue: the state decides, not the clock.
 *
 * <p>Meanings of time: a reservation lives in {@code [created_time, expiry_time)}; the periods that this touches are those it
 * was judged for.
 */
@NullMarked
package dev.tallygate.reservation;

import org.jspecify.annotations.NullMarked;
