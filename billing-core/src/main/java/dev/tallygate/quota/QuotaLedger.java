package dev.tallygate.quota;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/** Answers what may be used and what was used, from the database each time. */
public interface QuotaLedger {

    /**
     * Whether the customer may use what is asked, now. A denial is an answer.
     *
     * @throws dev.tallygate.rejection.Rejected {@code FIELD_INVALID}, {@code MODEL_ID_INVALID}, {@code METER_INVALID},
     *     {@code QUANTITY_NEGATIVE}, {@code QUANTITY_TOO_LARGE} or {@code PART_EXCEEDS_WHOLE}
     */
    CheckAnswer check(CheckRequest request);

    /** Where the customers stand now, without allowances; those that are unknown or have no subscription are missing. */
    Map<String, Quota> quotasOf(Collection<String> customerIds);

    /**
     * What the customer used in the billing period that contains the instant, and what is left of it.
     *
     * @throws dev.tallygate.rejection.Rejected {@code CUSTOMER_NOT_FOUND}
     */
    UsageReport usageOf(String customerId, Instant instant);
}
