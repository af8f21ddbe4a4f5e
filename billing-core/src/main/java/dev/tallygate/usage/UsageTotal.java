package dev.tallygate.usage;

import dev.tallygate.meter.Quantities;

/** What one customer used of one model in one rating window: a row of {@code usage_totals} with its {@code meter_totals}. */
record UsageTotal(WindowKey window, String modelId, Quantities quantities) {}
