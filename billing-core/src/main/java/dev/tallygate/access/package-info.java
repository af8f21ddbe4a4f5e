/**
 * Who may call: API keys, their scopes, and the customer that a key may be bound to.
 *
 * <p>Owns the table {@code api_keys} and the file of the first admin key.
 *
 * <p>Does not own how a key travels (a header: the front) nor which call needs which scope.
 *
 * <p>Invariants: a key's secret is in no table and no log (invariant 13); a revoked key is refused by the next call on the
 * server that revoked it and within a second in every other process, since what was read is believed for a second at most; a
 * key of the other mode is refused by its prefix; admin keys are never bound.
 */
@NullMarked
package dev.tallygate.access;

import org.jspecify.annotations.NullMarked;
