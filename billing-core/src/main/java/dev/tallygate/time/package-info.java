/**
 * Billing periods and the one way in which an instant becomes a column.
 *
 * <p>Owns: calendar months in UTC, half-open, and the conversion to and from {@code datetime(6)}.
 * <p>Does not own: subscriptions, rating windows, the clock.
 * <p>Invariants: periods tile time, each instant belongs to exactly one (invariant 5).
 * <p>Meaning of time: instants inside, cut (never rounded) to microseconds; columns are UTC without a driver's time zone.
 */
@NullMarked
package dev.tallygate.time;

import org.jspecify.annotations.NullMarked;
