/**
 * Invoices: what a customer owes for a billing period, line by line, and why.
 *
 * <p>Owns: closing periods, drafting invoices and their lines, adjustments, the balance that is carried, status, void
 * and successor, and the check that rows, totals, costs and lines agree. Does not own: what a quantity costs ({@code
 * rating}), which version holds when ({@code customer}), what a provider is told ({@code payment}).
 *
 * <p>Invariants: 6 (one invoice per customer, period, kind and revision; one living PERIOD invoice), 7 (a total is the
 * sum of its lines, each line a difference of amounts that were rounded once), 8 (a line replays from what it stores),
 * 10 (states only move forward). A draft is never rewritten.
 *
 * <p>Times: an instant is {@code until} when it bounds the periods that are due, {@code start} when it is the start of
 * the run, which grace is measured by. Both come from the caller; this package reads no clock to decide what is due.
 */
@NullMarked
package dev.tallygate.invoice;

import org.jspecify.annotations.NullMarked;
