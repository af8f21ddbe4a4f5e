package dev.tallygate.batch.importing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines of a file with one JSON object a line; empty lines are passed over, and counted. */
final class JsonLines implements UsageFile.Lines {
    private final BufferedReader reader;
    private final Path path;
    private long number;

    private JsonLines(BufferedReader reader, Path path) {
        this.reader = reader;
        this.path = path;
    }

    static JsonLines open(Path path) {
        try {
            return new JsonLines(Files.newBufferedReader(path), path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the file " + path + " cannot be read", unreadable);
        }
    }

    @Override
    public @Nullable UsageLine next() {
        String text = read();
        while (text != null && text.isBlank()) {
            text = read();
        }
        return text == null ? null : parse(text);
    }

    private @Nullable String read() {
        try {
            number++;
            return reader.readLine();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "the file %s cannot be read beyond line %d: it must be UTF-8 text".formatted(path, number - 1),
                    unreadable);
        }
    }

    private UsageLine parse(String text) {
        try {
            JsonNode node = JsonMapper.shared().readTree(text);
            if (!node.isObject()) {
                return UsageLine.unreadable(number, "line: not a JSON object");
            }
            Map<String, String> values = new HashMap<>();
            flatten("", node, values);
            return UsageLine.of(number, values);
        } catch (JacksonException malformed) {
            return UsageLine.unreadable(number, "line: not JSON");
        }
    }

    private static void flatten(String prefix, JsonNode object, Map<String, String> values) {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            String name = prefix + property.getKey();
            JsonNode value = property.getValue();
            if (value.isObject()) {
                flatten(name + ".", value, values);
            } else if (!value.isNull()) {
                values.put(name, value.isString() ? value.stringValue() : value.toString());
            }
        }
    }

    @Override
    public long fileLine() {
        return number;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException stillOpen) {
            throw new UncheckedIOException("the file cannot be closed", stillOpen);
        }
    }
}
