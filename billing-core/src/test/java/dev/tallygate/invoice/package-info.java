/**
 * Tests of billing: the drafter by worked figures, the rest on a real database.
 *
 * <p>Owns what the package of the same name promises: each test names one promise, or cites an invariant or a worked
 * figure of the ledger.
 *
 * <p>Does not own how usage is recorded or rated; it takes both as they are.
 *
 * <p>Times come from a clock that stands until a test moves it.
 */
@NullMarked
package dev.tallygate.invoice;

import org.jspecify.annotations.NullMarked;
