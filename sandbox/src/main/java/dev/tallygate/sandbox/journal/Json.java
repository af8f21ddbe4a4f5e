package dev.tallygate.sandbox.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON documents: made, read, written. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    public static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** The object of a template file beside a class: every field that an API shows, empty. */
    public static ObjectNode template(Class<?> beside, String name) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return (ObjectNode) MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field's text; empty where the field is absent or null. */
    public static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** What stands at a path such as {@code data.0.name} in a text of JSON, as text; empty where there is nothing plain. */
    public static Optional<String> at(String json, String path) {
        try {
            return at(parse(json), path);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The same of a node. */
    public static Optional<String> at(JsonNode node, String path) {
        JsonNode found = node;
        for (String step : path.split("\\.", -1)) {
            found = step.matches("[0-9]{1,6}") ? found.path(Integer.parseInt(step)) : found.path(step);
        }
        return found.isValueNode() && !found.isNull() ? Optional.of(found.asString()) : Optional.empty();
    }

    /** A field's text that is always there. */
    public static String string(JsonNode node, String field) {
        return text(node, field).orElseThrow(() -> new IllegalStateException("no text in field " + field));
    }

    /** A field's number; 0 where the field is absent or null. */
    public static long number(JsonNode node, String field) {
        return node.path(field).asLong(0);
    }

    public static ObjectNode child(ObjectNode node, String field) {
        return (ObjectNode) node.required(field);
    }
}
