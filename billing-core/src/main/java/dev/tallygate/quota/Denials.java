package dev.tallygate.quota;

import dev.tallygate.catalog.ModelPricing;
import dev.tallygate.catalog.Plan;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.meter.Quantities;
import java.time.Instant;
import java.util.Optional;

/** What denies before any limit is looked at. */
final class Denials {

    private Denials() {}

    static Optional<DenyReason> ofStatus(CustomerStatus status) {
        return switch (status) {
            case ACTIVE -> Optional.empty();
            case SUSPENDED -> Optional.of(DenyReason.CUSTOMER_SUSPENDED);
            case CLOSED -> Optional.of(DenyReason.CUSTOMER_CLOSED);
        };
    }

    static Optional<DenyReason> ofPayment(Optional<Overdue> overdue, Instant now) {
        return overdue.filter(invoice -> invoice.deniesAt(now)).map(invoice -> DenyReason.PAYMENT_OVERDUE);
    }

    /** Where the plan has no price for the model, or for some of what is asked, it says itself whether that is denied. */
    static Optional<DenyReason> ofPrices(Plan plan, ModelPricing pricing, Quantities asked) {
        boolean unpriced = !pricing.isPriced() || !pricing.unpricedMeters(asked).isEmpty();
        return switch (plan.unpriced()) {
            case ALLOW -> Optional.empty();
            case DENY -> unpriced ? Optional.of(DenyReason.MODEL_NOT_IN_PLAN) : Optional.empty();
        };
    }
}
