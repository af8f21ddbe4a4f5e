package dev.tallygate.payment;

import dev.tallygate.database.Bytes;
import java.time.Instant;

/** One report of an hour's total, which never changes; {@code step} is that of its delivery. */
record UsageReport(Delivery.Key delivery, UsageHour.Key hour, int revision, long quantity, String identifier) {
    /** The last second of the hour, so that no report is dated into the next one. */
    Instant time() {
        return hour.start().plus(UsageHour.LENGTH).minusSeconds(1);
    }

    /** A name that no other report of any installation has; 50 characters. */
    static String identifier(String installationId, UsageHour.Key hour, int revision) {
        String name = "%s|%d|%d|%s|%d"
                .formatted(installationId, hour.customerKey(), hour.planVersionId(), hour.start(), revision);
        return "m_" + Bytes.sha256Hex(name).substring(0, 48);
    }
}
