/**
 * Tests of deliveries and settlement, and what tests of the adapters share with them.
 *
 * <p>{@link dev.tallygate.payment.PaymentWorld} is the package on a real database with any provider;
 * {@link dev.tallygate.payment.FakeProvider} is a provider in memory that keeps keys as Stripe does;
 * {@link dev.tallygate.payment.CrashingProvider} dies before or after any call.
 */
@NullMarked
package dev.tallygate.payment;

import org.jspecify.annotations.NullMarked;
