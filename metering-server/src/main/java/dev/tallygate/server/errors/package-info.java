/**
 * How a failure looks on a wire.
 *
 * <p>Owns: the one place that turns any exception into a {@code google.rpc.Status} with exactly one {@code ErrorInfo}
 * (domain {@code tallygate.dev}), and the one place that turns such a status into {@code application/problem+json}.
 *
 * <p>Does not own: the reasons themselves ({@link dev.tallygate.rejection.Reason}), nor answers: a denial or a verdict
 * is no failure.
 *
 * <p>Invariants: a caller never sees the text of an unexpected exception, only an id that the log has as well; whatever
 * may succeed when it is sent again carries {@code RetryInfo}. {@code docs/errors.md} is equal to the reasons, by a test.
 */
@NullMarked
package dev.tallygate.server.errors;

import org.jspecify.annotations.NullMarked;
