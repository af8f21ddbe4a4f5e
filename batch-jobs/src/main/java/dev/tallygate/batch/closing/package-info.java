/**
 * The commands of a person who closes a month: the month on one screen, lines explained, invoices previewed, drafts
 * approved, lines exported for accounting.
 *
 * <p>Owns how these are asked for and shown. Does not own what they show: core rates, proves, decides and adds up.
 *
 * <p>Invariants: the screen of a month is at most 80 columns wide and 40 lines high; only an approval writes to the
 * database; files are complete or absent.
 *
 * <p>Times are UTC.
 */
@NullMarked
package dev.tallygate.batch.closing;

import org.jspecify.annotations.NullMarked;
