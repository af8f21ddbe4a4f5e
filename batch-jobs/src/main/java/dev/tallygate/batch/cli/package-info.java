/**
 * The operator's command line: plans, customers, keys, usage, invoices, parked, caught mails.
 *
 * <p>Owns how things are asked for and printed: tables with aligned columns, or JSON with the same names.
 *
 * <p>Does not own rules, keys or sockets: it works on the database through core, without a key.
 *
 * <p>Invariants: core is started by the first command that needs it, so help and wrong calls never wait for a database;
 * money is printed in major units with its currency; each list ends by itself.
 *
 * <p>Times are UTC, half-open, and printed as they are stored.
 */
@NullMarked
package dev.tallygate.batch.cli;

import org.jspecify.annotations.NullMarked;
