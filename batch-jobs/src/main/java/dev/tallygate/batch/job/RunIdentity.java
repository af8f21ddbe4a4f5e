package dev.tallygate.batch.job;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What makes two runs of a job the same work: the job and what it was told, such as until, customer and dry-run. */
public record RunIdentity(String jobName, SortedMap<String, String> parameters) {
    public RunIdentity {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    public static RunIdentity of(String jobName, Map<String, String> parameters) {
        return new RunIdentity(jobName, new TreeMap<>(parameters));
    }

    /** For people: {@code bill until=2026-11-01T00:00:00Z}. */
    public String display() {
        StringBuilder text = new StringBuilder(jobName);
        parameters.forEach(
                (name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }
}
