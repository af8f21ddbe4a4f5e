/**
 * {@code import}: usage that stands in a file becomes usage events; {@code customers import}: customers likewise.
 *
 * <p>Owns how a line of CSV or JSON becomes an event or a customer, the ids of events that have none, and what became of
 * each line.
 *
 * <p>Does not own verdicts, nor what a customer must have: core decides, as for every caller.
 *
 * <p>Invariants: an event's id follows from the file's content and the line, so importing twice, or again after a crash,
 * counts once; a line that is refused never stops its neighbours; no transaction is held around a chunk, since the
 * recorder commits by itself. A file of customers is written only where every line of it is right; each line is a
 * transaction of its own.
 *
 * <p>Times without a zone are UTC, unless the command says another.
 */
@NullMarked
package dev.tallygate.batch.importing;

import org.jspecify.annotations.NullMarked;
