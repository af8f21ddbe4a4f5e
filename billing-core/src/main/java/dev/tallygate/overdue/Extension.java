package dev.tallygate.overdue;

import java.time.Instant;

/**
 * A person lets a customer go on in spite of unpaid invoices.
 *
 * @param until from then on the plan's rule holds again
 * @param note why, for people
 */
public record Extension(Instant givenTime, Instant until, String note) {}
