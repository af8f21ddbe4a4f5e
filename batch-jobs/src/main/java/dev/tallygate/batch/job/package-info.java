/**
 * The frame in which every Batch job runs, and the jobs {@code bill}, {@code verify} and {@code repair}.
 *
 * <p>Owns: run identity and numbers, the lease that keeps a twin out, resuming what was interrupted, progress, the report
 * file of a run, exit codes. Does not own: what is due or owed (core decides), nor the command line around {@code batch}.
 *
 * <p>Invariants: one run of a job at a time; a failed run is resumed with its own number and start, a completed one is
 * followed by the next number; whatever is killed, the rows end as if it had not been.
 *
 * <p>Times: {@code until} bounds what is due and is part of the identity; {@code start} is when the run first started and
 * stays the same when it is resumed.
 */
@NullMarked
package dev.tallygate.batch.job;

import org.jspecify.annotations.NullMarked;
