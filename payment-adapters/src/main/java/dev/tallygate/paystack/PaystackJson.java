package dev.tallygate.paystack;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads fields as Paystack types them: numbers as text, objects as their ids, metadata as anything. Never throws. */
final class PaystackJson {
    private PaystackJson() {}

    /** Text that is there; empty for null, numbers and objects. */
    static Optional<String> text(JsonNode node) {
        return node.isString() && !node.asString().isBlank() ? Optional.of(node.asString()) : Optional.empty();
    }

    /** A whole number, written as number or as text ({@code 5000}, {@code "5000"}, {@code "5000.00"}). */
    static Optional<Long> whole(JsonNode node) {
        try {
            return node.isNumber() || node.isString()
                    ? Optional.of(new BigDecimal(node.asString().strip()).longValueExact())
                    : Optional.empty();
        } catch (ArithmeticException | NumberFormatException isNone) {
            return Optional.empty();
        }
    }

    /** The number of an object that is given as such or as the object itself. */
    static Optional<Long> id(JsonNode node) {
        return node.isObject() ? whole(node.path("id")) : whole(node);
    }

    /** {@code true} also where it is written as text or 1. */
    static boolean isTrue(JsonNode node) {
        return node.isBoolean()
                ? node.asBoolean()
                : text(node).filter("true"::equals).isPresent();
    }

    /** A time with its zone, as Paystack writes it; anything else is none. */
    static Optional<Instant> time(JsonNode node) {
        try {
            return text(node).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException isNone) {
            return Optional.empty();
        }
    }
}
