/**
 * Compares a month from its events to the money: events, totals, invoice lines, what providers have, what they received.
 *
 * <p>Owns: what is a difference, its stable kind, its two figures, its cause where that is known, and the command that mends
 * it; which differences are explained and need nobody.
 *
 * <p>Does not own: the proof of a period from its rows (invoice), asking again and settling (payment), where the report
 * goes (the job).
 *
 * <p>Invariants: nothing is written and nothing is sent. A provider is read by list pages; what differs on a list is asked
 * about once, so that reads grow with pages and differences, never with invoices.
 *
 * <p>Times: a period's invoices are made at the provider after its end, so that lists are read from there on.
 */
@NullMarked
package dev.tallygate.reconciliation;

import org.jspecify.annotations.NullMarked;
