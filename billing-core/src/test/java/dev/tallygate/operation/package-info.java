/**
 * Tests of identity, leases and what is parked, on a real database.
 *
 * <p>Owns what the package of the same name promises: each test names one promise.
 *
 * <p>Does not own how a promise looks on a wire or on a terminal.
 *
 * <p>Times come from a clock that stands until a test moves it.
 */
@NullMarked
package dev.tallygate.operation;

import org.jspecify.annotations.NullMarked;
