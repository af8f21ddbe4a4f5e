/**
 * Why a call or an event is refused.
 *
 * <p>Owns the one exception type of the core, its stable reasons, and the checks of ids and texts that every door shares.
 *
 * <p>Does not own answers (verdicts, denials, provider outcomes: those are values), nor how a reason looks on a wire.
 *
 * <p>Invariants: a reason is never renamed and never reused; a message names the offender, what was given and what was
 * expected; it never carries a secret.
 */
@NullMarked
package dev.tallygate.rejection;

import org.jspecify.annotations.NullMarked;
