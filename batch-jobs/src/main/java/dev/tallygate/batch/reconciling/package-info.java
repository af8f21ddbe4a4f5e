/**
 * The job {@code reconcile --period}: a month compared from its events to the money, and the drift report.
 *
 * <p>Owns: the order in which the books are compared, the files and the table that say what differs.
 *
 * <p>Does not own: what a difference is (reconciliation, in core), asking again where nobody answered (delivering).
 *
 * <p>Invariants: a run writes nothing but its report; a provider that does not answer makes it fail, never clean.
 *
 * <p>Times: everything is compared as it stands while the run reads it; the report says from when to when that was.
 */
@NullMarked
package dev.tallygate.batch.reconciling;

import org.jspecify.annotations.NullMarked;
