/**
 * A local Stripe: the documented behaviour of the calls that billing needs, stateful, in test mode only.
 *
 * <p>Owns customers, invoices and their items, payments, refunds, disputes, credit notes; meters, prices, subscriptions; events
 * (thin ones too), webhook endpoints, idempotency keys. Written from Stripe's documentation; its names and figures are its
 * own and shared with no adapter, so that an adapter's mistake meets a second opinion.
 * Does not own taxes, coupons, licensed prices, prorations: a parameter that is not known is refused, not ignored.
 *
 * <p>Invariants: a request changes everything it changes at once, together with its idempotency record and its events,
 * as one line of the journal; a kill of the process loses no answered request (a crash of the machine may).
 * Amounts are in the currency's smallest unit. Times are whole seconds of its own clock, which callers may set.
 *
 * <p>Cards: every customer has one that pays, unless the e-mail's name ends in {@code +sandbox_declined} or
 * {@code +sandbox_no_card}, or {@code POST /_sandbox/stripe/customers/{id}/card} said otherwise.
 */
@NullMarked
package dev.tallygate.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
