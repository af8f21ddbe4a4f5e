package dev.tallygate.rating;

import java.time.Instant;

/** A meter with a quantity in a window for which the window's plan has no price: shown, and it parks the period. */
public record Unpriced(Instant windowStart, String modelId, String meter) {}
