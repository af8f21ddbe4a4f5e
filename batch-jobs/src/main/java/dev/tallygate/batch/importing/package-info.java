/**
 * {@code import}: usage that stands in a file becomes usage events.
 *
 * <p>Owns how a line of CSV or JSON becomes an event, the ids of events that have none, and what became of each line.
 *
 * <p>Does not own verdicts: core's recorder decides, as for every caller.
 *
 * <p>Invariants: an event's id follows from the file's content and the line, so importing twice, or again after a crash,
 * counts once; a line that is refused never stops its neighbours; no transaction is held around a chunk, since the
 * recorder commits by itself.
 *
 * <p>Times without a zone are UTC, unless the command says another.
 */
@NullMarked
package dev.tallygate.batch.importing;

import org.jspecify.annotations.NullMarked;
