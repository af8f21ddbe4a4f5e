package dev.tallygate.invoice;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an invoice, derived from what it is for: {@code inv_<customerKey>_<yyyymmdd>_<P|A><revision>}, the date
 * being the first of its period in UTC. So the same invoice drafted again has the same name, and the customer's key is
 * read back from it.
 */
public record InvoiceId(long customerKey, LocalDate periodStartDate, InvoiceKind kind, int revision) {
    private static final Pattern SHAPE = Pattern.compile("inv_(\\d{1,18})_(\\d{8})_([PA])([1-9]\\d{0,8})");

    public static InvoiceId of(long customerKey, Instant periodStart, InvoiceKind kind, int revision) {
        return new InvoiceId(customerKey, LocalDate.ofInstant(periodStart, ZoneOffset.UTC), kind, revision);
    }

    /** Reads a name; empty where it is none, so that an unknown and a malformed one answer alike. */
    public static Optional<InvoiceId> parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            return Optional.empty();
        }
        InvoiceKind kind = shape.group(3).equals("P") ? InvoiceKind.PERIOD : InvoiceKind.ADJUSTMENT;
        return parseDate(shape.group(2))
                .map(date ->
                        new InvoiceId(Long.parseLong(shape.group(1)), date, kind, Integer.parseInt(shape.group(4))));
    }

    private static Optional<LocalDate> parseDate(String digits) {
        try {
            return Optional.of(LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (java.time.format.DateTimeParseException notADate) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "inv_%d_%s_%s%d"
                .formatted(
                        customerKey, periodStartDate.format(DateTimeFormatter.BASIC_ISO_DATE), kind.letter(), revision);
    }
}
