package dev.tallygate.modelcost;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The book as far as a day, for asking many times. */
final class CostsOverTime {
    private final Map<String, NavigableMap<LocalDate, ModelCost>> byModel = new HashMap<>();

    CostsOverTime(Iterable<ModelCostRepository.Row> rows) {
        rows.forEach(row -> byModel.computeIfAbsent(row.cost().modelId(), model -> new TreeMap<>())
                .put(row.fromDay(), row.cost()));
    }

    Optional<ModelCost> on(String modelId, LocalDate day) {
        return Optional.ofNullable(byModel.get(modelId))
                .map(days -> days.floorEntry(day))
                .map(Map.Entry::getValue);
    }

    /** All models that have a cost on the day, by name. */
    NavigableMap<String, ModelCost> allOn(LocalDate day) {
        NavigableMap<String, ModelCost> all = new TreeMap<>();
        byModel.keySet().forEach(model -> on(model, day).ifPresent(cost -> all.put(model, cost)));
        return all;
    }
}
