/**
 * {@code ./tallygate bench}: how fast the product is beside what a good engineer would write by hand, in one run.
 *
 * <p>Owns: the loads, the yardsticks, the table of ratios.
 *
 * <p>Does not own: any rule. It calls the server as a product does, and the database as a plain JDBC program does.
 *
 * <p>Invariants: a figure and its yardstick are measured in the same run, in turns; every figure is a median with its spread.
 *
 * <p>Meanings of time: wall-clock nanoseconds of this process.
 */
@NullMarked
package dev.tallygate.rig.bench;

import org.jspecify.annotations.NullMarked;
