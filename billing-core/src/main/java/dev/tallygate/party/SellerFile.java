package dev.tallygate.party;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The legal entities as an operator writes them, in YAML.
 *
 * @param defaultId of the one that sells to customers that name none
 */
public record SellerFile(String defaultId, List<LegalEntity> entities) {
    private static final Set<String> TOP = Set.of("default", "entities");
    private static final Set<String> FIELDS = Set.of(
            "name",
            "address",
            "country",
            "tax_ids",
            "email",
            "bank_details",
            "footer",
            "invoice_numbers",
            "credit_note_numbers");

    public SellerFile {
        entities = List.copyOf(entities);
    }

    /**
     * Reads the text; a single entity is the default without being named so.
     *
     * @throws Rejected {@code FIELD_INVALID} for a text that is no such file
     */
    public static SellerFile parse(String yaml) {
        Map<?, ?> top = map("the file", load(yaml));
        refuseUnknown("", top, TOP);
        List<LegalEntity> entities = new ArrayList<>();
        map("entities", top.get("entities")).forEach((id, fields) -> entities.add(entity(String.valueOf(id), fields)));
        if (entities.isEmpty()) {
            throw invalid("entities", "", "at least one legal entity");
        }
        String defaultId = entities.size() == 1 && !top.containsKey("default")
                ? entities.getFirst().entityId()
                : text("default", top.get("default"));
        if (entities.stream().noneMatch(entity -> entity.entityId().equals(defaultId))) {
            throw invalid("default", defaultId, "one of the entities of the file");
        }
        return new SellerFile(defaultId, entities);
    }

    private static Object load(String yaml) {
        try {
            Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            return loaded == null ? Map.of() : loaded;
        } catch (YAMLException malformed) {
            throw Rejected.of(Reason.FIELD_INVALID, "the file is no YAML: " + malformed.getMessage());
        }
    }

    private static LegalEntity entity(String id, @Nullable Object value) {
        String path = "entities." + id + ".";
        Map<?, ?> fields = map("entities." + id, value);
        refuseUnknown(path, fields, FIELDS);
        Party party = new Party(
                text(path + "name", fields.get("name")),
                lines(path + "address", fields.get("address")),
                text(path + "country", fields.get("country")),
                lines(path + "tax_ids", fields.get("tax_ids")));
        NumberForms numbers = new NumberForms(
                form(path, fields.get("invoice_numbers"), NumberForms.PLAIN.invoices()),
                form(path, fields.get("credit_note_numbers"), NumberForms.PLAIN.creditNotes()));
        return new LegalEntity(
                id,
                party,
                text(path + "email", fields.get("email")),
                text(path + "bank_details", fields.get("bank_details")).strip(),
                text(path + "footer", fields.get("footer")).strip(),
                numbers);
    }

    private static String form(String path, @Nullable Object value, String otherwise) {
        return value == null ? otherwise : text(path + "invoice_numbers", value);
    }

    private static Map<?, ?> map(String field, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw invalid(field, value == null ? "" : value, "names and values");
    }

    private static List<String> lines(String field, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw invalid(field, value, "a list of lines");
        }
        return list.stream().map(line -> text(field, line)).toList();
    }

    private static String text(String field, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof String || value instanceof Number) {
            return String.valueOf(value);
        }
        throw invalid(field, value, "a text");
    }

    private static void refuseUnknown(String path, Map<?, ?> given, Set<String> known) {
        given.keySet().stream()
                .map(String::valueOf)
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw invalid(path + name, name, "one of " + String.join(", ", new TreeSet<>(known)));
                });
    }

    private static Rejected invalid(String field, Object given, String expected) {
        return Rejected.field(Reason.FIELD_INVALID, field, given, expected);
    }
}
