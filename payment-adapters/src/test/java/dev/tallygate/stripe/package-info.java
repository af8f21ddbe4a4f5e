/** Tests of Stripe's adapter: against the sandbox with Stripe's own library, and against recorded signatures. */
@NullMarked
package dev.tallygate.stripe;

import org.jspecify.annotations.NullMarked;
