/** Unpaid invoices on a real database: gates, checks and mails, on two servers. */
@NullMarked
package dev.tallygate.overdue;

import org.jspecify.annotations.NullMarked;
