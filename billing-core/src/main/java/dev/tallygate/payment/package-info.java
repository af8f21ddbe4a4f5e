/**
 * What a payment provider must be told, and what it tells us.
 *
 * <p>Owns: {@code deliveries} (one row per write call, written before it is sent), {@code provider_events} (one row per
 * webhook, stored before it is answered), what keeps deliveries back ({@code provider_pauses} after limits and outages,
 * {@code delivery_holds} after a restore or for an operator), the port {@link dev.tallygate.payment.PaymentProvider}, and for
 * plans that the provider rates {@code usage_hours} with what was reported and compared of them.
 *
 * <p>Does not own: what is owed (invoice), any provider's format (payment-adapters), when to drain (server loop, jobs).
 *
 * <p>Invariants: a call is committed as SENT with its key and the hash of its parameters before it leaves; a retry has
 * the same key and the same bytes, or is looked up first where keys are not, or no longer, remembered; what a webhook of
 * a weak signature says is confirmed by asking before it is booked; a provider holds one living object per delivered
 * invoice (invariant 9); states only move forward (invariant 10). No call to a provider is made inside a database transaction.
 *
 * <p>Times: {@code first_sent_time} starts the 24 hours in which a provider remembers a key; a lease that is over means
 * that the holder may have died between the call and its record, so the call is asked again.
 */
@NullMarked
package dev.tallygate.payment;

import org.jspecify.annotations.NullMarked;
