package dev.tallygate.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The fields of a map in the text, in their order. A name given twice is a finding, and so is one that is not known. */
final class YamlFields {

    private final YamlValue owner;
    private final Map<String, YamlValue> values = new LinkedHashMap<>();
    private final Map<String, YamlValue> names = new LinkedHashMap<>();

    private YamlFields(YamlValue owner) {
        this.owner = owner;
    }

    static YamlFields none(YamlValue owner) {
        return new YamlFields(owner);
    }

    static YamlFields of(YamlValue owner, MappingNode mapping) {
        YamlFields fields = new YamlFields(owner);
        mapping.getValue().forEach(fields::put);
        return fields;
    }

    private void put(NodeTuple tuple) {
        String path = owner.path();
        if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
            new YamlValue(tuple.getKeyNode(), path, owner.findings(), owner.place()).refuse("a name");
            return;
        }
        String name = keyNode.getValue();
        String field = path.isEmpty() ? name : path + "." + name;
        YamlValue key = new YamlValue(keyNode, field, owner.findings(), owner.place());
        if (values.containsKey(name)) {
            key.refuse("given twice", "each name once");
            return;
        }
        names.put(name, key);
        MoneyPlace place = owner.place().field(name);
        values.put(name, YamlValue.at(tuple.getValueNode(), field, owner.findings(), place));
    }

    /** The map itself. */
    YamlValue owner() {
        return owner;
    }

    Map<String, YamlValue> all() {
        return Collections.unmodifiableMap(values);
    }

    /** Where a name stands, for a finding about the name and not its value. */
    YamlValue name(String name) {
        return names.getOrDefault(name, owner);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Optional<YamlValue> optional(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The field; its absence is told on the line where the map begins. */
    Optional<YamlValue> required(String name) {
        if (!values.containsKey(name) && !isBroken()) {
            String field = owner.path().isEmpty() ? name : owner.path() + "." + name;
            owner.findings().add(owner.line(), field, "nothing", "a value");
        }
        return optional(name);
    }

    /** Refuses each name that is not known: with the sentence for what comes later, else with the nearest known one. */
    void refuseUnknown(Collection<String> known, Map<String, String> later) {
        for (String name : values.keySet()) {
            if (later.containsKey(name)) {
                name(name).refuse(name, later.get(name));
            } else if (!known.contains(name)) {
                String expected = Spelling.nearest(name, known)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse("one of " + String.join(", ", List.copyOf(known)));
                name(name).refuse("unknown", expected);
            }
        }
    }

    /** True where the value was no map at all, which was told already. */
    private boolean isBroken() {
        return !owner.isMap();
    }
}
