package dev.tallygate.invoice;

import dev.tallygate.time.BillingPeriod;
import java.time.Instant;

/**
 * What a line invoices: one rating key of one charge in one rating window of {@code period}, which is an earlier one
 * than the invoice's in an adjustment line. {@code ratingKey} is a model or group; empty = pooled.
 */
public record LineKey(BillingPeriod period, Instant windowStart, String chargeId, String ratingKey) {}
