/**
 * What must happen within seconds and is nobody's call: the server's leased loops.
 *
 * <p>Owns: when a round runs (woken, or every second), that only the lease's holder runs it, and that a failed round is
 * tried again. One loop drains planned deliveries, one settles stored webhooks, one mails crossings.
 *
 * <p>Does not own: what a round does (one method of the core each; {@code batch deliver} and {@code batch notify}
 * call the same).
 *
 * <p>Invariants: a loop that fails does not end; a server that stops gives its leases back; two servers on one database
 * share the work without doubling it, for the core's rounds are safe beside each other even where a lease is lost.
 */
@NullMarked
package dev.tallygate.server.loop;

import org.jspecify.annotations.NullMarked;
