package dev.tallygate.payment;

import java.util.List;

/**
 * Credit notes that were sent and may be at the provider: they are not given up, since their adjustment could then be voided
 * and credited once more. Only asking ends the doubt.
 */
final class CreditDoubt {
    /** What a person does instead. */
    static final String INSTEAD =
            "its credit note may be at the provider; retry it, and ./tallygate batch deliver looks it up";

    private CreditDoubt() {}

    /** @param steps all of the entity, with all their revisions */
    static boolean isOf(Delivery step, List<Delivery> steps) {
        if (step.call().kind() != CallKind.CREATE_CREDIT_NOTE) {
            return false;
        }
        boolean isStopped = step.state() == DeliveryState.NEEDS_ATTENTION && wasSent(step);
        boolean isAsked = step.isInDoubt() && steps.stream().anyMatch(row -> isOlder(row, step) && wasSent(row));
        return isStopped || isAsked;
    }

    private static boolean isOlder(Delivery row, Delivery step) {
        return row.key().step() == step.key().step()
                && row.key().requestRevision() <= step.key().requestRevision();
    }

    private static boolean wasSent(Delivery row) {
        return row.sending().requestHash() != null;
    }
}
