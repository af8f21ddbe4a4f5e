/**
 * One month as a whole: how far its customers are, what it comes to, what is unusual about it, and what to do next.
 *
 * <p>Owns: which step of the month each customer is at, the sums of a month by currency, what differs from the month
 * before, the next command, and the lines of a month as accounting reads them. Does not own: what is due or drafted
 * ({@code invoice}), what providers are told ({@code payment}), the comparison with their books ({@code
 * reconciliation}).
 *
 * <p>Invariants: nothing is written. Sums are of the rows that {@code invoices} and {@code invoice_lines} have, void ones
 * left out, so that the overview and the lines of a month add up to the same amounts. A customer is at one step.
 *
 * <p>Times: a month is a calendar month in UTC; now decides only whether it is over and what is overdue.
 */
@NullMarked
package dev.tallygate.month;

import org.jspecify.annotations.NullMarked;
