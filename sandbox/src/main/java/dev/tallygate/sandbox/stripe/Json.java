package dev.tallygate.sandbox.stripe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON documents: made, read, written. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** The object of a template file beside this class: every field that the API shows, empty. */
    static ObjectNode template(String name) {
        try (InputStream in = Objects.requireNonNull(Json.class.getResourceAsStream(name), name)) {
            return (ObjectNode) MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A field's text; empty where the field is absent or null. */
    static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** A field's text that is always there. */
    static String string(JsonNode node, String field) {
        return text(node, field).orElseThrow(() -> new IllegalStateException("no text in field " + field));
    }

    /** A field's number; 0 where the field is absent or null. */
    static long number(JsonNode node, String field) {
        return node.path(field).asLong(0);
    }

    static ObjectNode child(ObjectNode node, String field) {
        return (ObjectNode) node.required(field);
    }
}
