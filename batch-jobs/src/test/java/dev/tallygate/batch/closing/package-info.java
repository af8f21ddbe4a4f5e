/**
 * Tests of the operator's commands.
 *
 * <p>Owns what is printed and with which code a command ends.
 *
 * <p>Does not own the rules behind a command: those are tested in core.
 *
 * <p>Each test starts from an empty schema and types commands, as an operator does.
 */
@NullMarked
package dev.tallygate.batch.closing;

import org.jspecify.annotations.NullMarked;
