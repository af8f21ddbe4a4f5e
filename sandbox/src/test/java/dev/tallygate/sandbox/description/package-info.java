/**
 * The providers' own descriptions of their APIs, and what is sent and answered here compared with them.
 *
 * <p>Owns where the descriptions are found, how a request and an answer are compared, and which of their errors are known by
 * name. Does not own the descriptions: Stripe's is in the Go module of its official mock server, Paystack's in the shared
 * data beside the checkout.
 */
@NullMarked
package dev.tallygate.sandbox.description;

import org.jspecify.annotations.NullMarked;
