package dev.tallygate.payment;

import dev.tallygate.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;

/** The total of one hour, as it is now. */
record UsageHour(Key key, long quantity, int revision) {
    static final Duration LENGTH = Duration.ofHours(1);

    /** Whose, under which plan version, and when. */
    record Key(long customerKey, long planVersionId, Instant start) {
        BillingPeriod period() {
            return BillingPeriod.monthContaining(start);
        }
    }
}
