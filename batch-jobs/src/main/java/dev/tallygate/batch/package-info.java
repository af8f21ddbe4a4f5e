/**
 * The rhythm: when and how many; and the operator's command line.
 *
 * <p>Owns the start of the command line, which knows the commands of {@code cli}, {@code importing} and {@code job}, and
 * the list of core's beans that they work on.
 *
 * <p>Does not own rules: a command asks core and prints, a job decides when and how many.
 *
 * <p>Invariants: a command ends with 0 (done), 1 (failed or wrongly called) or 2 (done with something parked); what it
 * found goes to the standard output, what went wrong to the error output; a start reads no more than the command needs.
 */
@NullMarked
package dev.tallygate.batch;

import org.jspecify.annotations.NullMarked;
