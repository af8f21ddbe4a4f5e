package dev.tallygate.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A plan flattened to one line a fact, so that two versions can be compared field by field. */
final class PlanFacts {

    private final Map<String, String> facts = new TreeMap<>();

    private PlanFacts(Plan plan) {
        facts.put("name", plan.name());
    }

    /** What differs, by field in byte order. */
    static List<PlanChange> changes(Plan before, Plan after) {
        Map<String, String> old = new PlanFacts(before).facts;
        Map<String, String> now = new PlanFacts(after).facts;
        TreeSet<String> fields = new TreeSet<>(old.keySet());
        fields.addAll(now.keySet());
        return fields.stream()
                .filter(field -> !old.getOrDefault(field, "").equals(now.getOrDefault(field, "")))
                .map(field -> new PlanChange(field, old.getOrDefault(field, ""), now.getOrDefault(field, "")))
                .toList();
    }
}
