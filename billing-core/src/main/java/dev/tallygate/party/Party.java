package dev.tallygate.party;

import dev.tallygate.rejection.FieldRules;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How an invoice names somebody.
 *
 * @param name legal name, at most 200 characters
 * @param address lines below the name, at most 8 of 200 characters, without the country
 * @param country ISO 3166 code of two letters; empty = not said
 * @param taxIds with what they are, such as {@code VAT GB123456789}; at most 8 of 100 characters
 */
public record Party(String name, List<String> address, String country, List<String> taxIds) {
    public static final Party NONE = new Party("", List.of(), "", List.of());

    private static final int TEXT_CHARACTERS_MAX = 200;
    private static final int TAX_ID_CHARACTERS_MAX = 100;
    private static final int LINES_MAX = 8;
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    public Party {
        address = List.copyOf(address);
        taxIds = List.copyOf(taxIds);
    }

    /** Throws {@code FIELD_INVALID} for the first field that is out of bounds, by its name behind {@code path}. */
    void check(String path) {
        FieldRules.text(path + "name", name, TEXT_CHARACTERS_MAX);
        checkLines(path + "address", address, TEXT_CHARACTERS_MAX);
        checkLines(path + "tax_ids", taxIds, TAX_ID_CHARACTERS_MAX);
        if (!country.isEmpty() && !COUNTRIES.contains(country)) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    path + "country",
                    country,
                    "an ISO 3166 code of two letters such as NG, or none");
        }
    }

    private static void checkLines(String field, List<String> lines, int charactersMax) {
        if (lines.size() > LINES_MAX) {
            throw Rejected.field(Reason.FIELD_INVALID, field, lines.size() + " lines", "at most " + LINES_MAX);
        }
        for (String line : lines) {
            FieldRules.text(field, line, charactersMax);
            if (line.isBlank()) {
                throw Rejected.field(Reason.FIELD_INVALID, field, line, "lines that are not empty");
            }
        }
    }
}
