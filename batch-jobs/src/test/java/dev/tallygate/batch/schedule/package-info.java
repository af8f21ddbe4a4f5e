/**
 * Tests of the schedule on a real database: missed, at once from two sides, killed, failed, stopped.
 *
 * <p>Times come from a clock that stands until a test moves it; waits are for conditions.
 */
@NullMarked
package dev.tallygate.batch.schedule;

import org.jspecify.annotations.NullMarked;
