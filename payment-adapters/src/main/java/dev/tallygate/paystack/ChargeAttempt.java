package dev.tallygate.paystack;

import dev.tallygate.money.Money;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One charge of a saved card as Paystack tells it. The answer's own {@code status} says nothing: {@code data.status} does.
 *
 * @param amount what was charged, which may be another than was asked for
 * @param customer the code of who paid, empty = not told
 */
record ChargeAttempt(
        String reference, Status status, Money amount, String customer, String why, Optional<Instant> time) {

    /** How far it is. */
    enum Status {
        SUCCESS,
        FAILED,
        /** The money came and went back. */
        REVERSED,
        /** It may still become anything. */
        UNDER_WAY
    }

    /** Empty where the object is no transaction, or in a currency that Paystack does not collect. */
    static Optional<ChargeAttempt> fromPaystack(JsonNode data) {
        try {
            Optional<String> reference = PaystackJson.text(data.path("reference"));
            Optional<Long> units = PaystackJson.whole(data.path("amount"));
            String currency = PaystackJson.text(data.path("currency")).orElse("");
            return reference.isPresent() && units.isPresent()
                    ? Optional.of(new ChargeAttempt(
                            reference.get(),
                            status(PaystackJson.text(data.path("status")).orElse("")),
                            PaystackAmounts.fromPaystack(units.get(), currency),
                            PaystackJson.text(data.path("customer").path("customer_code"))
                                    .orElse(""),
                            PaystackJson.text(data.path("gateway_response")).orElse("no reason given"),
                            time(data)))
                    : Optional.empty();
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            return Optional.empty();
        }
    }

    private static Status status(String word) {
        return switch (word) {
            case "success" -> Status.SUCCESS;
            case "failed", "abandoned" -> Status.FAILED;
            case "reversed" -> Status.REVERSED;
            default -> Status.UNDER_WAY;
        };
    }

    /** Both spellings occur. */
    private static Optional<Instant> time(JsonNode data) {
        return PaystackJson.time(data.path("paid_at"))
                .or(() -> PaystackJson.time(data.path("created_at")))
                .or(() -> PaystackJson.time(data.path("createdAt")))
                .or(() -> PaystackJson.time(data.path("transaction_date")));
    }
}
