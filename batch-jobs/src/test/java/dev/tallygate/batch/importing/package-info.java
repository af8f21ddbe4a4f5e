/**
 * Tests of the import of usage from files.
 *
 * <p>Owns how lines become events, that a file counts once whatever happens, and what the report says.
 *
 * <p>Does not own verdicts: core's recorder is tested in core.
 *
 * <p>Totals are read from the database, as a person would check them.
 */
@NullMarked
package dev.tallygate.batch.importing;

import org.jspecify.annotations.NullMarked;
