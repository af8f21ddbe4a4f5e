package dev.tallygate.reconciliation;

import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.BookedMoney;
import dev.tallygate.payment.Carried;
import dev.tallygate.payment.CarriedAmount;
import java.util.Optional;

/** Why a part of an invoice was not collected with it, and by which one it is, or of which one a part came. */
final class CarriedCause {
    private CarriedCause() {}

    static String of(BookedMoney row, Carried carried) {
        Optional<CarriedAmount> part = InvoiceId.parse(row.objectId())
                .flatMap(from -> carried.amounts().stream()
                        .filter(amount -> amount.from().equals(from))
                        .findFirst());
        if (part.isEmpty()) {
            return row.amount().isNegative()
                    ? "came out of the customer's balance at the provider"
                    : "went into the customer's balance at the provider, for a later invoice to collect";
        }
        return row.amount().isNegative()
                ? "a part of " + part.get().from() + " that came with this one"
                : why(part.get()) + ": " + collector(part.get());
    }

    private static String why(CarriedAmount part) {
        return switch (part.cause()) {
            case TOO_LATE -> "usage that reached the provider after its invoice";
            case BELOW_MINIMUM -> "less than the provider collects";
        };
    }

    private static String collector(CarriedAmount part) {
        return part.into().map(into -> "collected with " + into).orElse("the customer's next invoice collects it");
    }
}
