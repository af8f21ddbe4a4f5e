/**
 * What follows when an invoice is not paid in time: reminders, and the fact by which checks are denied.
 *
 * <p>Owns: {@code due_looks} (which invoices are looked at for reminders), {@code payment_extensions}, the unpaid invoice
 * that a gate carries, and what a reminder says.
 *
 * <p>Does not own: when an invoice is due (its provider says so, payment), what follows after how many days (catalog), the
 * denial itself (quota), how a reminder travels (notification).
 *
 * <p>Invariants: the gate names the unpaid invoice that is due first, from the transaction in which that becomes true, which
 * takes a seq; so a payment lifts a denial as it is recorded, on every server. Each reminder is one row of the outbox (11),
 * and none is sent once nothing is owed.
 *
 * <p>Meanings of time: due_time is when an invoice becomes overdue; days past due are whole days of 24 hours since then. What
 * the plan says is read when it matters, under the version that holds then.
 */
@NullMarked
package dev.tallygate.overdue;

import org.jspecify.annotations.NullMarked;
