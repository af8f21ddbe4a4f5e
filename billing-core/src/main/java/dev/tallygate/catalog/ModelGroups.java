package dev.tallygate.catalog;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Named groups of model patterns; a model is in the one group that has the closest pattern, or in none. */
public record ModelGroups(NavigableMap<String, List<ModelPattern>> patterns) {

    public static final ModelGroups NONE = new ModelGroups(new TreeMap<>());

    public ModelGroups {
        TreeMap<String, List<ModelPattern>> copy = new TreeMap<>();
        patterns.forEach((group, members) -> copy.put(group, List.copyOf(members)));
        patterns = Collections.unmodifiableNavigableMap(copy);
    }

    public Optional<String> groupOf(String modelId) {
        List<ModelPattern> all =
                patterns.values().stream().flatMap(List::stream).toList();
        return ModelPattern.closest(all, modelId).map(this::groupWith);
    }

    private String groupWith(ModelPattern pattern) {
        return patterns.entrySet().stream()
                .filter(group -> group.getValue().contains(pattern))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
