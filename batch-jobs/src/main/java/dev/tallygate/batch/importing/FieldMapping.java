package dev.tallygate.batch.importing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where each field of an event comes from: a template, else the column of the field's own name. */
final class FieldMapping {
    static final String LABELS = "labels.";
    static final String QUANTITIES = "quantities.";

    private static final List<String> REQUIRED = List.of("customer_id", "usage_time");
    private static final Set<String> FIELDS = Set.of(
            "event_id",
            "customer_id",
            "model_id",
            "model_provider",
            "usage_time",
            "tokens_in",
            "tokens_in_cached",
            "tokens_in_cache_write",
            "tokens_out",
            "tokens_out_reasoning",
            "compute_millis",
            "subject",
            "reservation_id",
            "latency_millis",
            "estimated");

    private final SortedMap<String, Template> templates = new TreeMap<>();

    /** Throws {@link IllegalArgumentException} with a sentence where a field or a template is none. */
    FieldMapping(Map<String, String> fields) {
        fields.forEach((field, template) -> {
            boolean known = FIELDS.contains(field) || field.startsWith(LABELS) || field.startsWith(QUANTITIES);
            if (!known) {
                throw new IllegalArgumentException(
                        "--map %s: no field of an event (expected: %s, labels.NAME or quantities.METER)"
                                .formatted(field, String.join(", ", new TreeSet<>(FIELDS))));
            }
            templates.put(field, parse(field, template));
        });
    }

    private static Template parse(String field, String template) {
        try {
            return Template.parse(template);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("--map %s: %s".formatted(field, malformed.getMessage()), malformed);
        }
    }

    /** Throws {@link IllegalArgumentException} where these columns cannot give what is mapped or required. */
    void check(List<String> columns) {
        templates.forEach((field, template) -> template.columns().stream()
                .filter(column -> !columns.contains(column))
                .findFirst()
                .ifPresent(absent -> {
                    throw new IllegalArgumentException("--map %s: the file has no column %s (it has: %s)"
                            .formatted(field, absent, String.join(", ", columns)));
                }));
        for (String field : REQUIRED) {
            if (!templates.containsKey(field) && !columns.contains(field)) {
                throw new IllegalArgumentException(
                        "%s: the file has no such column (it has: %s); say where it comes from, such as --map %s={%s}"
                                .formatted(field, String.join(", ", columns), field, columns.getFirst()));
            }
        }
    }

    /** The field's text, empty where the line has none. */
    String value(String field, UsageLine line) {
        Template template = templates.get(field);
        return template == null ? line.values().getOrDefault(field, "") : template.of(line);
    }

    /** Texts of the fields that begin with {@code labels.} or {@code quantities.}, by the rest of their names. */
    SortedMap<String, String> values(String prefix, UsageLine line) {
        SortedMap<String, String> found = new TreeMap<>();
        line.values().forEach((name, value) -> put(found, prefix, name, value));
        templates.forEach((name, template) -> put(found, prefix, name, template.of(line)));
        return found;
    }

    private static void put(SortedMap<String, String> found, String prefix, String name, String value) {
        if (name.startsWith(prefix) && !value.isEmpty()) {
            found.put(name.substring(prefix.length()), value);
        }
    }
}
