package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.provider.Hmac;

/**
 * The header {@code Stripe-Signature}: {@code t=} the seconds, {@code v1=} HMAC-SHA256 of seconds, a dot and the body.
 *
 * @see <a href="https://docs.stripe.com/webhooks/signature">the scheme</a>
 */
final class WebhookSignature {
    private WebhookSignature() {}

    static String header(String secret, long seconds, String body) {
        return "t=" + seconds + ",v1=" + Hmac.hex("HmacSHA256", secret, seconds + "." + body);
    }
}
