/**
 * The rig: shows the product working, as its users would drive it.
 *
 * <p>Owns the demo ({@code ./tallygate demo}): its customers, their usage, and the last check that events, totals, lines
 * and the provider agree. Does not own any rule: it starts {@code ./tallygate} commands, calls gRPC and HTTP with a key,
 * and reads the database and the provider from outside.
 *
 * <p>Invariants: every figure that is printed was read in this run; what is compared is computed here a second time,
 * not by the code that made it. A run leaves its commands, versions and output under {@code reports/}. Each run has
 * customers of its own, so a second one on the same home is as good as the first.
 *
 * <p>Times are UTC. <i>Last month</i> and <i>this month</i> are taken from the clock once, at the start.
 */
@NullMarked
package dev.tallygate.rig;

import org.jspecify.annotations.NullMarked;
