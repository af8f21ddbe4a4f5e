package dev.tallygate.batch.importing;

import dev.tallygate.customer.CustomerEnrolment.Check;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.Enrolment;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a customer of a line. */
final class CustomerMapper {
    static final List<String> FIELDS = Stream.concat(
                    Stream.of("customer_id", "name", "email", "plan", "provider", "currency", "from"),
                    BuyerColumns.FIELDS.stream())
            .toList();

    private static final Currency WITHOUT_PLAN = Currency.getInstance("USD");

    private final Check check;
    private final TimeFormat times = TimeFormat.of("", ZoneOffset.UTC);

    CustomerMapper(Check check) {
        this.check = check;
    }

    /** Throws {@link IllegalArgumentException} with a sentence where a column is not one of a customer. */
    static void checkColumns(Collection<String> columns) {
        unknown(columns).ifPresent(column -> {
            throw new IllegalArgumentException(
                    "the file has a column \"%s\" (expected: %s)".formatted(column, String.join(", ", FIELDS)));
        });
        if (!columns.contains(FIELDS.getFirst())) {
            throw new IllegalArgumentException("the file has no column customer_id (it has: %s; expected: %s)"
                    .formatted(String.join(", ", columns), String.join(", ", FIELDS)));
        }
    }

    private static Optional<String> unknown(Collection<String> names) {
        return names.stream().filter(name -> !FIELDS.contains(name)).sorted().findFirst();
    }

    /**
     * The customer, with defaults for what is empty: stripe, the plan's first currency, from now on.
     *
     * @throws Rejected where a text is not what its field takes, or a field is out of its bounds
     */
    Enrolment toEnrolment(UsageLine line) {
        if (!line.flaw().isEmpty()) {
            throw Rejected.of(Reason.FIELD_INVALID, line.flaw());
        }
        unknown(line.values().keySet()).ifPresent(name -> {
            throw Rejected.of(
                    Reason.FIELD_INVALID,
                    "%s: no such field (expected: %s)".formatted(name, String.join(", ", FIELDS)));
        });
        String planId = value(line, "plan");
        String provider = value(line, "provider");
        CustomerProfile profile = new CustomerProfile(
                value(line, "customer_id"),
                value(line, "name"),
                value(line, "email"),
                currency(value(line, "currency"), planId),
                provider.isEmpty() ? CustomerProfile.STRIPE : provider);
        Instant start = start(value(line, "from"));
        if (planId.isEmpty() && start != null) {
            throw Rejected.field(Reason.FIELD_INVALID, "plan", "", "the plan that holds from " + start);
        }
        Enrolment enrolment = new Enrolment(profile, BuyerColumns.read(line), planId.isEmpty() ? null : planId, start);
        require(enrolment);
        return enrolment;
    }

    private void require(Enrolment enrolment) {
        try {
            check.require(enrolment);
        } catch (Rejected refused) {
            throw BuyerColumns.byColumn(refused);
        }
    }

    private static String value(UsageLine line, String field) {
        return line.values().getOrDefault(field, "").strip();
    }

    private Currency currency(String code, String planId) {
        if (code.isEmpty()) {
            return check.plan(planId).map(version -> version.plan().currency()).orElse(WITHOUT_PLAN);
        }
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw Rejected.field(Reason.FIELD_INVALID, "currency", code, "a code such as USD");
        }
    }

    private @Nullable Instant start(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return times.parse(text);
        } catch (DateTimeException malformed) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, "from", text, "a time such as 2026-03-01 or 2026-03-01T12:00:00Z, in UTC");
        }
    }
}
