/**
 * Recording what was used: one door, one verdict for each event.
 *
 * <p>Owns: {@code usage_events}, {@code usage_totals}, {@code meter_totals}, {@code meter_marks}; the verdicts and their order; what an event
 * costs when it is recorded; the lanes in which everything that a gate guards is done, and what they remember.
 *
 * <p>Does not own: prices (rating), limits (quota), the close of a period (invoice). It never refuses usage because of
 * money: it happened.
 *
 * <p>Invariants: an acknowledged event is durable and counted once (1); totals and the rows behind
 * {@code totals_seq} are the sum of all rows (2); the costs of
 * a period's rows sum to its U (3); each event counts in exactly one period, that of its usage_time (5).
 *
 * <p>Meanings of time: {@code usage_time} is when it was used, and decides the period; {@code recorded_time} is when this
 * server counted it; both are cut to microseconds.
 */
@NullMarked
package dev.tallygate.usage;

import org.jspecify.annotations.NullMarked;
