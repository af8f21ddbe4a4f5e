/**
 * {@code ./tallygate drill}: real servers and a real database are killed, frozen and overrun, and the books are compared with
 * what the callers were told.
 *
 * <p>Owns: the drills, their loads and ledgers, and a deliberately wrong server by which each drill shows that it can fail.
 *
 * <p>Does not own: any rule. It calls the servers as a product does and reads rows from outside.
 *
 * <p>Invariants: what was acknowledged is remembered here, by event, before anything is compared; no part of the product
 * knows that it is drilled.
 *
 * <p>Meanings of time: wall-clock nanoseconds of this process, but for reservations: there the time that an answer names.
 */
@NullMarked
package dev.tallygate.rig.drill;

import org.jspecify.annotations.NullMarked;
