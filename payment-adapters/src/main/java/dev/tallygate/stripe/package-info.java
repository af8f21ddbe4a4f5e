/**
 * Stripe behind the port of billing-core, in the "we rate it" mode: our lines become a Stripe invoice.
 *
 * <p>Owns: Stripe's parameters, currency table, states, errors, webhook signatures. One client, no retries by the SDK,
 * own timeouts, telemetry off.
 *
 * <p>Does not own: what is owed, when a call is sent, retries and their keys (all of them are billing-core's).
 *
 * <p>Invariants: no failure of Stripe is thrown, each is an {@code Outcome}; no answer is {@code Unknown}; every object
 * carries our ids as metadata; a key or an event of the other mode is refused.
 */
@NullMarked
package dev.tallygate.stripe;

import org.jspecify.annotations.NullMarked;
