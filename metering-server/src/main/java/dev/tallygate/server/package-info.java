/**
 * The front: sockets, identity, mapping. No rules.
 *
 * <p>Owns: starting and stopping the server, its settings, what it says when it is ready and when it cannot start.
 *
 * <p>Does not own: what is recorded, allowed or owed (the core), nor the formats of providers (the adapters).
 *
 * <p>Invariants: a bad setting or a taken port ends the start with one sentence that says what to change; while it stops,
 * health says so first, calls in hand are answered, and nothing acknowledged is lost.
 */
@NullMarked
package dev.tallygate.server;

import org.jspecify.annotations.NullMarked;
