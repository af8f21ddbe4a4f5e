/**
 * Costs of models and margins for operators.
 *
 * <p>Owns: the commands {@code costs} and {@code margins}, the job {@code margins}.
 * <p>Does not own: what a cost or a margin is (core's modelcost).
 * <p>Invariants: nothing is imported that was not shown; the job may run at any time and again.
 * <p>Meaning of time: costs hold for whole days in UTC; the job is of one month.
 */
@NullMarked
package dev.tallygate.batch.margin;

import org.jspecify.annotations.NullMarked;
