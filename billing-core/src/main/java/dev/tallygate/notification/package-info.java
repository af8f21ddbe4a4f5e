/**
 * Who is told that a limit comes near.
 *
 * <p>Owns: {@code notifications}, and when a threshold counts as crossed.
 *
 * <p>Does not own: the limits themselves (catalog), what is used (usage), how a mail travels.
 *
 * <p>Invariants: one row for each customer, period, limit, percent and amount of the limit, written in the transaction
 * that crossed it (invariant 11).
 *
 * <p>Meanings of time: crossed_time is the recorded_time of the event that crossed.
 */
@NullMarked
package dev.tallygate.notification;

import org.jspecify.annotations.NullMarked;
