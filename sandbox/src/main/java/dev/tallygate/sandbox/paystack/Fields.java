package dev.tallygate.sandbox.paystack;

import dev.tallygate.sandbox.http.Call;
import dev.tallygate.sandbox.journal.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a JSON body, by their types. It remembers what was read: a field that nobody asked for is refused at the
 * end, since a misspelt one would be ignored in silence by the real one.
 */
final class Fields {
    private final ObjectNode body;
    private final String path;
    private final Set<String> known = new HashSet<>();

    private Fields(ObjectNode body, String path) {
        this.body = body;
        this.path = path;
    }

    /** An absent body is an empty one. */
    static Fields of(Call call) {
        if (call.body().isBlank()) {
            return new Fields(Json.object(), "");
        }
        try {
            if (Json.parse(call.body()) instanceof ObjectNode object) {
                return new Fields(object, "");
            }
        } catch (JacksonException e) {
            throw PaystackError.invalid("body", "not JSON", "a JSON object, with Content-Type application/json");
        }
        throw PaystackError.invalid("body", "no object", "a JSON object");
    }

    /** Empty where it is absent or null. */
    private Optional<JsonNode> value(String name) {
        known.add(name);
        return Optional.ofNullable(body.get(name)).filter(value -> !value.isNull());
    }

    Optional<String> text(String name) {
        return value(name).map(value -> {
            if (!value.isString()) {
                throw PaystackError.invalid(path + name, value.toString(), "text");
            }
            return value.stringValue();
        });
    }

    String required(String name) {
        return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> PaystackError.missing(path + name));
    }

    /** A text, or a whole number as one. */
    String requiredId(String name) {
        JsonNode value = value(name).orElseThrow(() -> PaystackError.missing(path + name));
        return value.isIntegralNumber() ? value.asString() : required(name);
    }

    Optional<Long> whole(String name) {
        return value(name).map(value -> {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw PaystackError.invalid(path + name, value.toString(), "a whole number of at least 0");
            }
            return value.longValue();
        });
    }

    long requiredWhole(String name) {
        return whole(name).orElseThrow(() -> PaystackError.missing(path + name));
    }

    Optional<Boolean> flag(String name) {
        return value(name).map(value -> {
            if (!value.isBoolean()) {
                throw PaystackError.invalid(path + name, value.toString(), "true or false");
            }
            return value.booleanValue();
        });
    }

    /** Whatever JSON it is, as it came. */
    Optional<JsonNode> any(String name) {
        return value(name);
    }

    List<Fields> list(String name) {
        List<Fields> entries = new ArrayList<>();
        JsonNode array = value(name).orElseGet(Json::array);
        if (!array.isArray()) {
            throw PaystackError.invalid(path + name, array.toString(), "a list");
        }
        for (JsonNode entry : array) {
            if (!(entry instanceof ObjectNode object)) {
                throw PaystackError.invalid(path + name, entry.toString(), "a list of objects");
            }
            entries.add(new Fields(object, path + name + "[" + entries.size() + "]."));
        }
        return entries;
    }

    /** To be called when everything known was read. */
    void refuseUnknown() {
        body.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw PaystackError.invalid(path + name, "no such field", String.join(", ", known));
                });
    }
}
