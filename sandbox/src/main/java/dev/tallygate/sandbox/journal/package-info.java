/**
 * Documents that survive a kill: JSON in memory, each change a line of a file.
 *
 * <p>Owns the store, its changes and its journal, ids, and how JSON is read and written.
 * Does not own what the documents mean: an enum of each provider names their kinds.
 *
 * <p>Invariants: one change at a time; a change becomes true as a whole, as one line, or never was.
 * A kill of the process loses nothing that was answered; a crash of the machine may.
 * Times are what the caller wrote into its documents.
 */
@NullMarked
package dev.tallygate.sandbox.journal;

import org.jspecify.annotations.NullMarked;
