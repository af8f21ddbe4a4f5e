package dev.tallygate.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** A text that is no plan: everything that is wrong with it, each with its line. */
public final class PlanInvalid extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What is wrong: the line (from 1), the field's path, what stands there, and what may. */
    public record Finding(int line, String field, String given, String expected) {

        /** For people: {@code line 12: charges[0].per: 0 (expected: at least 1)}. */
        public String message() {
            return "line " + line + ": " + field + ": " + given + " (expected: " + expected + ")";
        }
    }

    private final transient List<Finding> findings;

    public PlanInvalid(List<Finding> findings) {
        super(findings.stream().map(Finding::message).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /** In the order of their lines; never empty. */
    public List<Finding> findings() {
        return findings;
    }
}
