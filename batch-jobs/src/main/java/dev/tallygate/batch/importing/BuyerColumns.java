package dev.tallygate.batch.importing;

import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.Enrolment;
import dev.tallygate.party.Buyer;
import dev.tallygate.party.Party;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns that say what a customer wants on its invoices, named as {@code customers show} names them. */
final class BuyerColumns {
    static final List<String> FIELDS =
            List.of("legal_name", "address", "country", "tax_ids", "locale", "order_note", "legal_entity");

    private static final Pattern SEPARATOR = Pattern.compile("[|\\n\\r]+");
    private static final String PATH = "buyer.";
    private static final Map<String, String> COLUMN_BY_FIELD =
            Map.of("name", "legal_name", "entity_id", "legal_entity");

    private BuyerColumns() {}

    /** What the line says; empty where it says nothing. Its bounds are not checked here. */
    static Buyer read(UsageLine line) {
        Party party = new Party(
                value(line, "legal_name"), lines(line, "address"), value(line, "country"), lines(line, "tax_ids"));
        return new Buyer(party, value(line, "locale"), value(line, "order_note"), value(line, "legal_entity"));
    }

    private static String value(UsageLine line, String column) {
        return line.values().getOrDefault(column, "").strip();
    }

    private static List<String> lines(UsageLine line, String column) {
        String value = value(line, column);
        if (value.startsWith("[")) {
            throw Rejected.field(Reason.FIELD_INVALID, column, value, "a text; several lines are separated by |");
        }
        return Arrays.stream(SEPARATOR.split(value))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The refusal by the name of its column, where it is one of what stands on invoices. */
    static Rejected byColumn(Rejected refused) {
        String field = refused.field().orElse("");
        if (!field.startsWith(PATH)) {
            return refused;
        }
        String name = field.substring(PATH.length());
        String column = COLUMN_BY_FIELD.getOrDefault(name, name);
        return Rejected.of(
                refused.reason(), column + String.valueOf(refused.getMessage()).substring(field.length()));
    }

    /** For people, in a dry run: who the invoices name, and where they go. */
    static String shown(Enrolment enrolment) {
        CustomerProfile profile = enrolment.profile();
        Buyer buyer = enrolment.buyer();
        Party party = buyer.party();
        return "on invoices: "
                + Stream.of(
                                Stream.of(party.name(), profile.name(), profile.customerId())
                                        .filter(name -> !name.isEmpty())
                                        .findFirst()
                                        .orElse(""),
                                String.join(", ", party.address()),
                                party.country(),
                                String.join(", ", party.taxIds()),
                                labelled("locale ", buyer.locale()),
                                labelled("order ", buyer.orderNote()),
                                labelled("sold by ", buyer.entityId()),
                                labelled("to ", profile.email()))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
    }

    private static String labelled(String label, String value) {
        return value.isEmpty() ? "" : label + value;
    }
}
