/**
 * The schedule: which job runs when, once for each planned time.
 *
 * <p>Owns the table {@code job_schedule}, the settings {@code TALLYGATE_JOBS_*}, the command {@code jobs}, and what is
 * caught up after a time without a scheduler.
 *
 * <p>Does not own how a job runs or is resumed (job), nor what it does.
 *
 * <p>Invariants: any number of schedulers may work on one database, and each planned time is run once: the planned time is
 * part of the run's identity, and a completed run of it is not run again. A planned time is settled when its run has
 * completed; until then it is tried again.
 *
 * <p>Times: planned times are in UTC and come from cron expressions. Those that were missed and would do the same work are
 * run as one, with the latest of them.
 */
@NullMarked
package dev.tallygate.batch.schedule;

import org.jspecify.annotations.NullMarked;
