/**
 * What the local payment providers have in common: their options, clock, what happens by itself, webhooks, controls of script and clock.
 *
 * <p>Owns when a webhook is sent and sent again, and the thread that does what is due.
 * Does not own what a webhook says and how it is signed, nor what is due: {@code stripe} and {@code paystack} do.
 *
 * <p>Invariants: a webhook is sent until it is taken, over restarts too, for three days; no order is promised.
 * Ages are whole seconds of the provider's clock, which callers may set; pauses between attempts are real time.
 */
@NullMarked
package dev.tallygate.sandbox.provider;

import org.jspecify.annotations.NullMarked;
