package dev.tallygate.payment;

import dev.tallygate.time.BillingPeriod;
import java.time.Instant;

/** Names of the entities whose steps tell a provider about usage: one after the other within each. */
final class RatedEntity {
    private static final String SETUP = "rating_";
    private static final String USAGE = "usage_";

    private RatedEntity() {}

    /** What a customer's usage under a plan version is counted and invoiced by. */
    static String setup(long customerKey, long planVersionId) {
        return SETUP + customerKey + "_" + planVersionId;
    }

    /** All reports of a customer and meter in the month of the hour: one call at a time. */
    static String usage(long customerKey, long planVersionId, Instant hour) {
        String month = BillingPeriod.monthContaining(hour).label();
        return USAGE + customerKey + "_" + planVersionId + "_" + month;
    }

    /** The plan version of either. */
    static long planVersionId(String entityId) {
        return Long.parseLong(entityId.split("_", -1)[2]);
    }
}
