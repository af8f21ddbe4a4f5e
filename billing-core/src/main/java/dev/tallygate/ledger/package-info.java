/**
 * The gate and the figures of billing periods: what is true of a customer right now.
 *
 * <p>Owns: {@code customer_ledgers} (one row a customer, the only lock) and {@code billing_periods} (figures of periods
 * that are not the running one, or that are closed); rating windows, which follow from subscriptions.
 *
 * <p>Does not own: events and totals (usage), what a period costs (rating), when it is closed (invoice).
 *
 * <p>Invariants: whatever changes a customer locks its gate first, gates in ascending order of their keys; a seq is given
 * once; the figures of a period stand in the gate or in {@code billing_periods}, never in both; a closed period stays
 * closed.
 *
 * <p>Meanings of time: periods are calendar months in UTC; a window's start is the later of its period's start and its
 * stretch's start, and never moves.
 */
@NullMarked
package dev.tallygate.ledger;

import org.jspecify.annotations.NullMarked;
