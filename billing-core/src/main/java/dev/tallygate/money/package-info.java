/**
 * Amounts of money.
 *
 * <p>Owns: the amount in minor units of one currency, the one rounding from a decimal to it, its display.
 * <p>Does not own: rates and costs (decimals of 12 places, in {@code rating}), what a provider calls a minor unit.
 * <p>Each currency has the exponent of ISO 4217: 2 for USD, 0 for JPY, 3 for KWD.
 * <p>Invariants: arithmetic is exact or throws; two currencies never meet; no {@code double} anywhere near.
 */
@NullMarked
package dev.tallygate.money;

import org.jspecify.annotations.NullMarked;
