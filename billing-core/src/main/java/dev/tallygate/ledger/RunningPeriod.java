package dev.tallygate.ledger;

import dev.tallygate.time.BillingPeriod;
import java.time.Instant;

/**
 * The period whose figures the gate carries.
 *
 * @param windowStart of the window that holds at the newest usage_time
 * @param versionUntil that window's end, as it was when the newest event was recorded
 */
public record RunningPeriod(BillingPeriod period, PeriodFigures figures, Instant windowStart, Instant versionUntil) {}
