/**
 * What keeps one installation in order: its identity, who may run what alone, and what waits for a person.
 *
 * <p>Owns the tables {@code installation}, {@code leases} and {@code parked}.
 *
 * <p>Does not own what a parked thing means: the package that parked it mends it, through {@link
 * dev.tallygate.operation.Mending}.
 *
 * <p>Invariants: one database has one installation id and one mode for ever; a lease has at most one holder; the same
 * thing is parked once, and a parked thing is waived or resolved once.
 *
 * <p>Times: leases are judged by the database's clock, so that the clocks of two servers need not agree.
 */
@NullMarked
package dev.tallygate.operation;

import org.jspecify.annotations.NullMarked;
