package dev.tallygate.batch.importing;

import dev.tallygate.customer.CustomerEnrolment;
import dev.tallygate.rejection.Rejected;

/**
 * What became of one line of a file of customers.
 *
 * @param reason UPPER_SNAKE; empty, as the message, where the line was right
 *     (in a dry run the message then says what its invoices would name)
 */
record CustomerResult(long line, String customerId, Kind kind, String reason, String message) {

    /** How a line ended. */
    enum Kind {
        CREATED,
        SUBSCRIBED,
        UNCHANGED,
        /** The customer exists, and is another one than the line says: nothing was changed. */
        CONFLICT,
        /** The line is wrong. */
        INVALID
    }

    static CustomerResult of(CustomerLine line, CustomerEnrolment.Outcome outcome) {
        Kind kind = switch (outcome) {
            case CREATED -> Kind.CREATED;
            case SUBSCRIBED -> Kind.SUBSCRIBED;
            case UNCHANGED -> Kind.UNCHANGED;
        };
        return new CustomerResult(line.number(), line.customerId(), kind, "", "");
    }

    /** Of a dry run: whom the invoices of a customer that would be made would name. */
    static CustomerResult rehearsed(CustomerLine line, CustomerEnrolment.Outcome outcome) {
        CustomerResult result = of(line, outcome);
        String message = result.kind() == Kind.CREATED ? BuyerColumns.shown(line.enrolment()) : "";
        return new CustomerResult(result.line(), result.customerId(), result.kind(), "", message);
    }

    static CustomerResult refused(long line, String customerId, Kind kind, Rejected why) {
        return new CustomerResult(line, customerId, kind, why.reason().name(), why.getMessage());
    }

    /** For people: {@code line 7, acme: email: ...}. */
    String sentence() {
        return "line %,d%s: %s".formatted(line, customerId.isEmpty() ? "" : ", " + customerId, message);
    }
}
