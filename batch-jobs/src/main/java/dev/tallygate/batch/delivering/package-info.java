/**
 * The jobs {@code deliver}, {@code reconcile} and {@code notify}.
 *
 * <p>Owns: which drafts are planned in a run, how long a run waits for calls that are due soon, what its report says.
 *
 * <p>Does not own: what a provider is told, keys, retries, settlement (payment, in core), what a customer is
 * told (notification, in core).
 *
 * <p>Invariants: no transaction is held around a chunk, since core commits each call by itself before it is made; a run
 * that is killed anywhere is repeated without a second object at the provider.
 *
 * <p>Times: a run waits at most {@link dev.tallygate.batch.delivering.DrainRounds#PATIENCE} for calls that are due soon.
 */
@NullMarked
package dev.tallygate.batch.delivering;

import org.jspecify.annotations.NullMarked;
