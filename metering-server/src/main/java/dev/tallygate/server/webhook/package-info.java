/**
 * The door for payment providers: {@code POST /webhooks/{provider}}, and {@code /webhooks/stripe/thin} for thin events.
 *
 * <p>Owns: taking the raw bytes and headers of a webhook up to a limit, and answering 200, 400, 404, 413 or 503.
 *
 * <p>Does not own: signatures (the provider's adapter), storing and settling ({@link dev.tallygate.payment}).
 *
 * <p>Invariants: a webhook is acknowledged only when it is stored; the bytes that are verified are the bytes that came; a
 * forged one changes no row. There is no API key here: the signature is the identity.
 */
@NullMarked
package dev.tallygate.server.webhook;

import org.jspecify.annotations.NullMarked;
