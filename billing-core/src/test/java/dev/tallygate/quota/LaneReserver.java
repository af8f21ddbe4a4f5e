package dev.tallygate.quota;

import dev.tallygate.usage.GateLanes;

/** The door to reservations over lanes that a test has made. */
public final class LaneReserver {

    private LaneReserver() {}

    public static QuotaReserver of(GateLanes lanes) {
        return new QuotaReserver(lanes);
    }
}
