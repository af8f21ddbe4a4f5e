/**
 * Who sells and who buys, as invoices name them.
 *
 * <p>Owns: {@code legal_entities}, the file that an operator writes them in, the rules of names, addresses and tax ids, and
 * the forms of invoice numbers. Does not own: customers, which carry their buyer's details ({@code customer}), the numbers
 * themselves and what stood on a finalized invoice ({@code invoice}).
 *
 * <p>Invariants: a form of numbers belongs to one legal entity and one series, so that no number is given twice; an entity
 * is changed, never removed, since customers may name it.
 */
@NullMarked
package dev.tallygate.party;

import org.jspecify.annotations.NullMarked;
