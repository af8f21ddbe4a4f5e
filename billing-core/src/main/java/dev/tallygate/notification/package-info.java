/**
 * Who is told that a limit comes near.
 *
 * <p>Owns: {@code notifications}, when a threshold counts as crossed, and the mail about it up to its end.
 *
 * <p>Does not own: the limits themselves (catalog), what is used (usage), how a mail travels (mail), when to drain.
 *
 * <p>Invariants: one row for each customer, period, limit, percent and amount of the limit, written in the transaction
 * that crossed it, and one mail for the highest that waits (invariant 11); an attempt is committed with its Message-ID
 * before the mail is handed over; two drainers never have one row; no row ends without a mail, a higher one or a person.
 *
 * <p>Meanings of time: crossed_time is the recorded_time of the event that crossed; a lease that is over means that the
 * sender may have died between the mail and its record, so the mail goes again under its Message-ID.
 */
@NullMarked
package dev.tallygate.notification;

import org.jspecify.annotations.NullMarked;
