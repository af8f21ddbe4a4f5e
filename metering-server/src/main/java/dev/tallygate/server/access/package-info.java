/**
 * Who calls, and what that caller may do.
 *
 * <p>Owns: reading the key of a call, the scope that each RPC needs, and the caller that the handlers see.
 *
 * <p>Does not own: keys themselves, their hashes and their states ({@link dev.tallygate.access}).
 *
 * <p>Invariants: a call of the contract reaches its handler only with a valid key that has the RPC's scope; an RPC that
 * the table does not name is refused. With a key that is bound to a customer every other customer's object answers
 * exactly as an absent one does.
 */
@NullMarked
package dev.tallygate.server.access;

import org.jspecify.annotations.NullMarked;
