/**
 * Invoices and credit notes as people read them.
 *
 * <p>Owns: what the document says and how it looks, as a page of HTML and as PDF of the same page, the fonts, and how figures
 * are written in a customer's locale. Does not own: any figure ({@code invoice}), who sells and buys ({@code party}), how a
 * mail travels ({@code mail}).
 *
 * <p>Invariants: nothing is computed here but what is shown of a tier; what came from outside is escaped; the page needs
 * nothing from elsewhere; a character that no font has is replaced, and the document says so.
 *
 * <p>Meanings of time: all dates are days in UTC, and the document says that.
 */
@NullMarked
package dev.tallygate.document;

import org.jspecify.annotations.NullMarked;
