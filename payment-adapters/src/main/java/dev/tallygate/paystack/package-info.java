/**
 * Paystack behind the port of billing-core: an invoice becomes a payment request, made as a draft and then finalized, or
 * a charge of the card that the customer left behind.
 *
 * <p>Owns: Paystack's requests, currency table, minimums, envelope, errors, webhook signatures. Its own timeouts, no
 * retries.
 *
 * <p>Does not own: what is owed, when a call is sent and asked again (billing-core's); making refunds.
 *
 * <p>Invariants: no failure of Paystack is thrown, each is an {@code Outcome}; no answer is {@code Unknown}; every request
 * carries our ids in its description, every charge in its reference, which is its key; a key, an answer or an event of the other mode ({@code domain}) is refused; no money
 * is read from a webhook, only from Paystack's answer to a question.
 *
 * <p>Times: a due date is a midnight, UTC, counted from when the invoice was drafted.
 */
@NullMarked
package dev.tallygate.paystack;

import org.jspecify.annotations.NullMarked;
