/**
 * Tests of the command line as its users meet it: words in, exit code and text out.
 *
 * <p>Owns {@link dev.tallygate.batch.Shell}, which runs commands against a schema of a test's own.
 *
 * <p>Does not own the rules behind a command: those are tested in core.
 *
 * <p>Invariants tested here: exit codes, aligned tables, JSON with the same names, sentences instead of stack traces.
 */
@NullMarked
package dev.tallygate.batch;

import org.jspecify.annotations.NullMarked;
