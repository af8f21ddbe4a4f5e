/** Tests of the local Stripe: with Stripe's own Java library, and with bare HTTP where that hides something. */
@NullMarked
package dev.tallygate.sandbox.stripe;

import org.jspecify.annotations.NullMarked;
