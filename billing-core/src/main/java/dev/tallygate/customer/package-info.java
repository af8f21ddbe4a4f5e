/**
 * Who pays, and on which plan version at which time.
 *
 * <p>Owns the tables {@code customers} and {@code subscriptions}, and makes the gate row of {@code customer_ledgers}
 * together with the customer. A customer is a string outside and a number inside.
 *
 * <p>Does not own what is used or owed (ledger, usage, invoice), nor the customer at the provider (payment, told through
 * {@link dev.tallygate.customer.CustomerListener}).
 *
 * <p>Invariants: stretches of a customer never overlap, and each instant lies in at most one (invariant 5); whatever
 * changes a status or a stretch holds the gate and takes a seq; time that is used or closed is never taken away from its
 * plan version; all stretches have the customer's currency.
 *
 * <p>Times: half-open {@code [start, end)} in UTC, cut to microseconds.
 */
@NullMarked
package dev.tallygate.customer;

import org.jspecify.annotations.NullMarked;
