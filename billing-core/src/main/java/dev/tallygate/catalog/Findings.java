package dev.tallygate.catalog;

import dev.tallygate.catalog.PlanInvalid.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a text, so that its writer sees all of it at once. */
final class Findings {

    private final List<Finding> findings = new ArrayList<>();

    void add(int line, String field, String given, String expected) {
        findings.add(new Finding(line, field, given, expected));
    }

    boolean areNone() {
        return findings.isEmpty();
    }

    /** Throws {@link PlanInvalid} where there is any, in the order of lines. */
    void throwIfAny() {
        if (!findings.isEmpty()) {
            throw new PlanInvalid(findings.stream()
                    .distinct()
                    .sorted(Comparator.comparingInt(Finding::line))
                    .toList());
        }
    }
}
