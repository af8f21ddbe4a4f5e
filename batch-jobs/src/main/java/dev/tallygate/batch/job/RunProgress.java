package dev.tallygate.batch.job;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Shows how far a run is: one line that renews itself on a terminal, a plain line every few seconds elsewhere. */
public final class RunProgress {
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(100);

    private final PrintWriter out;
    private final Style style;
    private final Supplier<String> prefix;
    private final Map<ReportEntry.Result, Long> counts = new EnumMap<>(ReportEntry.Result.class);
    private long shownNanos = System.nanoTime();

    public RunProgress(PrintWriter out, Style style) {
        this(out, style, () -> "");
    }

    private RunProgress(PrintWriter out, Style style, Supplier<String> prefix) {
        this.out = out;
        this.style = style;
        this.prefix = prefix;
    }

    /** Plain lines that begin with this text, for an output that several runs share. */
    public static RunProgress prefixed(PrintWriter out, Supplier<String> prefix) {
        return new RunProgress(out, Style.PLAIN, prefix);
    }

    /** How lines are shown. */
    public enum Style {
        TERMINAL,
        PLAIN
    }

    /** Counts the results of a chunk, and shows the counts when it is time. */
    public void add(List<ReportEntry> entries) {
        entries.forEach(entry -> counts.merge(entry.result(), 1L, Long::sum));
        Duration interval = style == Style.TERMINAL ? TERMINAL_INTERVAL : PLAIN_INTERVAL;
        long now = System.nanoTime();
        if (now - shownNanos >= interval.toNanos()) {
            shownNanos = now;
            show();
        }
    }

    /** Prints a line of its own. */
    public void say(String line) {
        out.println(prefix.get() + line);
        out.flush();
    }

    /** Ends the line that renews itself. */
    void end() {
        if (style == Style.TERMINAL && !counts.isEmpty()) {
            show();
            out.println();
        }
        out.flush();
    }

    private void show() {
        String line = counts.entrySet().stream()
                .map(count -> String.format(Locale.ROOT, "%,d %s", count.getValue(), RunReport.word(count.getKey())))
                .collect(Collectors.joining(", "));
        if (style == Style.TERMINAL) {
            out.print("\r" + line);
        } else {
            out.println(prefix.get() + line);
        }
        out.flush();
    }
}
