package dev.tallygate.database;

import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Small maps as columns hold them: a JSON object sorted by name, null where it is empty. */
public final class JsonObjects {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonObjects() {}

    public static @Nullable String write(SortedMap<String, ?> map) {
        return map.isEmpty() ? null : MAPPER.writeValueAsString(map);
    }

    public static NavigableMap<String, Long> longs(byte @Nullable [] column) {
        return column == null
                ? new TreeMap<>()
                : MAPPER.readValue(Bytes.text(column), new TypeReference<TreeMap<String, Long>>() {});
    }

    public static NavigableMap<String, String> texts(byte @Nullable [] column) {
        return column == null
                ? new TreeMap<>()
                : MAPPER.readValue(Bytes.text(column), new TypeReference<TreeMap<String, String>>() {});
    }
}
