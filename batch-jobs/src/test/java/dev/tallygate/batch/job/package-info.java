/**
 * Tests of the frame and its jobs on a real database.
 *
 * <p>Owns what the package of the same name promises: run, run again, stop anywhere and run again, twice at once.
 *
 * <p>Does not own what is billed: core's tests do.
 *
 * <p>Times come from a clock that stands until a test moves it; waits are for conditions.
 */
@NullMarked
package dev.tallygate.batch.job;

import org.jspecify.annotations.NullMarked;
