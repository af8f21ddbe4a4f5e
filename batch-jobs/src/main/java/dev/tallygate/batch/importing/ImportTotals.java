package dev.tallygate.batch.importing;

import dev.tallygate.usage.Verdict;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** How many lines of a run ended in which way; kept with the run, so that a resumed one goes on counting. */
final class ImportTotals {
    private static final String PREFIX = "totals.";

    private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    private final Map<LineVerdict.Flag, Long> flags = new EnumMap<>(LineVerdict.Flag.class);

    void add(Collection<LineVerdict> lines) {
        lines.forEach(line -> {
            verdicts.merge(line.verdict(), 1L, Long::sum);
            line.flags().forEach(flag -> flags.merge(flag, 1L, Long::sum));
        });
    }

    void load(ExecutionContext context) {
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, context.getLong(PREFIX + verdict, 0));
        }
        for (LineVerdict.Flag flag : LineVerdict.Flag.values()) {
            flags.put(flag, context.getLong(PREFIX + flag, 0));
        }
    }

    void save(ExecutionContext context) {
        verdicts.forEach((verdict, count) -> context.putLong(PREFIX + verdict, count));
        flags.forEach((flag, count) -> context.putLong(PREFIX + flag, count));
    }

    long of(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0L);
    }

    long refused() {
        return of(Verdict.REJECTED) + of(Verdict.CONFLICT);
    }

    long lines() {
        return verdicts.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("lines", lines());
        for (Verdict verdict : Verdict.values()) {
            facts.put(verdict.name().toLowerCase(Locale.ROOT), of(verdict));
        }
        facts.put("late", flags.getOrDefault(LineVerdict.Flag.LATE, 0L));
        facts.put("unpriced", flags.getOrDefault(LineVerdict.Flag.UNPRICED, 0L));
        return facts;
    }

    /** For people: {@code 8,819 lines: 8,818 recorded, 0 counted before, 0 in conflict, 1 rejected; 0 late, 0 unpriced}. */
    String sentence() {
        return "%,d lines: %,d recorded, %,d counted before, %,d in conflict, %,d rejected; %,d late, %,d unpriced"
                .formatted(
                        lines(),
                        of(Verdict.RECORDED),
                        of(Verdict.DUPLICATE),
                        of(Verdict.CONFLICT),
                        of(Verdict.REJECTED),
                        flags.getOrDefault(LineVerdict.Flag.LATE, 0L),
                        flags.getOrDefault(LineVerdict.Flag.UNPRICED, 0L));
    }
}
