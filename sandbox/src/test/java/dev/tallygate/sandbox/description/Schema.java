package dev.tallygate.sandbox.description;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A schema of an OpenAPI 3.0 description, held against values: types, enums, lengths, required and unknown fields. */
record Schema(JsonNode root, JsonNode node) {
    private static final int DEEPEST = 40;

    Schema {
        for (int step = 0; node.has("$ref") && step < DEEPEST; step++) {
            node = root.at(node.path("$ref").asString("").substring(1));
        }
    }

    private Schema of(JsonNode other) {
        return new Schema(root, other);
    }

    boolean isMissing() {
        return node.isMissingNode() || node.isEmpty();
    }

    /** What is wrong with the value, each with where it is: {@code lines.data[].amount: STRING (expected: integer)}. */
    List<String> findings(String where, JsonNode value) {
        List<String> findings = new ArrayList<>();
        if (value.isNull()) {
            if (!isNullable()) {
                findings.add(where + ": null (expected: " + typeName() + ")");
            }
            return findings;
        }
        if (!alternatives().isEmpty()) {
            return bestOf(where, value);
        }
        node.path("allOf").forEach(part -> findings.addAll(of(part).findings(where, value)));
        if (!isOfType(value)) {
            findings.add("%s: %s (expected: %s)".formatted(where, kindOf(value), typeName()));
            return findings;
        }
        findings.addAll(valueFindings(where, value));
        if (value.isObject()) {
            findings.addAll(fieldFindings(where, value));
        }
        if (value.isArray() && node.has("items")) {
            value.forEach(item -> findings.addAll(of(node.path("items")).findings(where + "[]", item)));
        }
        return findings.stream().distinct().toList();
    }

    private boolean isNullable() {
        return node.path("nullable").asBoolean(false)
                || isMissing()
                || alternatives().stream().anyMatch(one -> of(one).isNullable());
    }

    private List<JsonNode> alternatives() {
        List<JsonNode> all = new ArrayList<>();
        node.path("anyOf").forEach(all::add);
        node.path("oneOf").forEach(all::add);
        return all;
    }

    /** Nothing where one of them takes the value, else what the one that is nearest says. */
    private List<String> bestOf(String where, JsonNode value) {
        return alternatives().stream()
                .map(one -> of(one).findings(where, value))
                .min(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    private boolean isOfType(JsonNode value) {
        return switch (type()) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> true;
        };
    }

    private List<String> valueFindings(String where, JsonNode value) {
        List<String> findings = new ArrayList<>();
        boolean isListed =
                node.path("enum").isEmpty() || node.path("enum").valueStream().anyMatch(listed -> listed.equals(value));
        if (!isListed) {
            findings.add("%s: %s (expected: one of %s)".formatted(where, value, node.path("enum")));
        }
        int longest = node.path("maxLength").asInt(Integer.MAX_VALUE);
        if (value.isString() && value.asString().length() > longest) {
            findings.add(where + ": longer than " + longest);
        }
        return findings;
    }

    private List<String> fieldFindings(String where, JsonNode value) {
        List<String> findings = new ArrayList<>();
        node.path("required").forEach(name -> {
            if (!value.has(name.asString())) {
                findings.add(at(where, name.asString()) + ": missing");
            }
        });
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String name = at(where, field.getKey());
            Optional<Schema> schema = field(field.getKey());
            findings.addAll(schema.map(found -> found.findings(name, field.getValue()))
                    .orElseGet(() -> isOpen() ? List.of() : List.of(name + ": unknown")));
        }
        return findings;
    }

    /** Whether fields may come that it does not name. */
    private boolean isOpen() {
        return node.path("additionalProperties").asBoolean(false)
                || (node.path("properties").isEmpty() && !node.has("additionalProperties"))
                || node.has("allOf");
    }

    private Optional<Schema> field(String name) {
        JsonNode named = node.path("properties").path(name);
        JsonNode any = node.path("additionalProperties");
        return Optional.of(named.isMissingNode() && any.isObject() ? any : named)
                .filter(schema -> !schema.isMissingNode())
                .map(this::of);
    }

    private static String at(String where, String field) {
        return where.isEmpty() || where.endsWith(" ") ? where + field : where + "." + field;
    }

    private String type() {
        return node.path("type").asString(node.has("properties") ? "object" : "");
    }

    private String typeName() {
        return type().isEmpty() ? "another shape" : type();
    }

    private static String kindOf(JsonNode value) {
        return value.isIntegralNumber() ? "INTEGER" : value.getNodeType().name();
    }
}
