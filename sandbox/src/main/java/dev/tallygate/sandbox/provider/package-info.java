/**
 * What the local payment providers have in common: their options, what happens by itself, webhooks, fault controls.
 *
 * <p>Owns when a webhook is sent and sent again, and the thread that does what is due.
 * Does not own what a webhook says and how it is signed, nor what is due: {@code stripe} and {@code paystack} do.
 *
 * <p>Invariants: a webhook is sent until it is taken, over restarts too, for three days; no order is promised.
 * Ages are whole seconds of the injected clock; pauses between attempts are real time.
 */
@NullMarked
package dev.tallygate.sandbox.provider;

import org.jspecify.annotations.NullMarked;
