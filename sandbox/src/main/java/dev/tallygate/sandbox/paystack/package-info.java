/**
 * A local Paystack: the documented behaviour of customers, payment requests, charges of saved cards, refunds and
 * disputes, stateful, in test mode only.
 *
 * <p>Owns customers, payment requests, transactions, refunds, disputes, webhooks, and the faults that tests order.
 * Written from Paystack's documentation; shares nothing with the adapter, so that its mistake meets a second opinion.
 * Does not own subscriptions, transfers, bank accounts. Where the documentation is silent, the stricter reading holds.
 *
 * <p>Invariants: no idempotency keys, as there: a call that is sent twice is done twice, but for a charge, whose reference
 * is taken once. A request, its notifications and
 * its webhooks change at once, as one line of the journal. An archived request is gone for everybody but the journal.
 * Amounts are in hundredths of every currency; of XOF the fraction is cut. Times are those of the injected clock.
 *
 * <p>Payers: every customer pays a request a second after it is open, unless the e-mail's name ends in
 * {@code +sandbox_never_pays} or {@code +sandbox_pays_half}, or {@code POST /_sandbox/paystack/payers} said otherwise.
 */
@NullMarked
package dev.tallygate.sandbox.paystack;

import org.jspecify.annotations.NullMarked;
