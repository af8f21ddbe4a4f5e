/**
 * How the rules reach their database.
 *
 * <p>Owns: the connection pool and its session settings, the start of the migrations where the history is not exactly what
 * is shipped, transactions and their retry, and the lanes in which work for a customer gathers while the last one is at
 * the database, and work of which some is at the database at a time ({@link dev.tallygate.database.AtOnce}); the small tools that repositories write SQL with: {@link dev.tallygate.database.Bytes} for ids,
 * {@link dev.tallygate.database.Placeholders} for lists, {@link dev.tallygate.database.Parameters} for bulk
 * statements, {@link dev.tallygate.database.JsonObjects} for small maps.
 *
 * <p>Does not own: any table; of Flyway's history it reads. Only {@code *Repository} classes of the other packages speak SQL.
 *
 * <p>Invariants: every connection is READ COMMITTED and in UTC; whoever holds a {@code JdbcClient} or a
 * {@code JdbcTemplate} of this package holds one of a migrated database.
 *
 * <p>Meanings of time: none of its own; instants are stored as datetime(6) in UTC, cut to microseconds.
 */
@NullMarked
package dev.tallygate.database;

import org.jspecify.annotations.NullMarked;
