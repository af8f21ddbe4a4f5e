package dev.tallygate.batch.cli;

import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.UsageFeed.PricedEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Events for people, in columns; what is unpriced or estimated says so, in a colour. */
final class TextEventLines implements EventLines {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String COLUMNS = "%-14s  %-24s  %-20s  %-32s  %-24s  %22s  %s";

    private final Colours colours;

    TextEventLines(Colours colours) {
        this.colours = colours;
    }

    @Override
    public String header() {
        return COLUMNS.formatted("RECORDED (UTC)", "EVENT", "MODEL", "COUNTED", "CHARGES", "COST", "")
                .stripTrailing();
    }

    @Override
    public String line(PricedEvent event) {
        RecordedEvent recorded = event.recorded();
        String line = COLUMNS.formatted(
                        TIME.format(recorded.recordedTime()),
                        recorded.event().eventId(),
                        recorded.event().modelId(),
                        counted(event),
                        event.chargeIds().isEmpty() ? "none" : String.join("+", event.chargeIds()),
                        recorded.cost().toPlainString() + " "
                                + event.version().plan().currency(),
                        String.join(", ", flags(event)))
                .stripTrailing();
        if (isUnpriced(event)) {
            return colours.alarm(line);
        }
        return recorded.event().context().estimated() ? colours.doubt(line) : line;
    }

    /** {@code in 1,000 in_cached 200 out 20}. */
    private static String counted(PricedEvent event) {
        return EventLines.counted(event.recorded()).entrySet().stream()
                .map(meter -> String.format(
                        Locale.ROOT, "%s %,d", meter.getKey().replaceFirst("^tokens_", ""), meter.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static boolean isUnpriced(PricedEvent event) {
        return event.recorded().unpriced() || !event.unpricedMeters().isEmpty();
    }

    private static List<String> flags(PricedEvent event) {
        List<String> flags = new ArrayList<>();
        switch (event.recorded().kind()) {
            case USAGE -> {}
            case VOID ->
                flags.add("VOID of " + event.recorded().event().identity().correctsEventId());
            case RERATE -> flags.add("RERATE to " + event.version().label());
        }
        if (isUnpriced(event)) {
            flags.add(("UNPRICED " + String.join(" ", event.unpricedMeters())).strip());
        }
        if (event.recorded().event().context().estimated()) {
            flags.add("ESTIMATED");
        }
        if (event.recorded().placement().late()) {
            flags.add("late");
        }
        return flags;
    }
}
