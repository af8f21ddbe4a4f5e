package dev.tallygate.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The one way between an instant and a {@code datetime(6)} column: UTC, microseconds, no driver time zone. */
public final class UtcTimes {

    private UtcTimes() {}

    /** Cut, not rounded: MySQL would round the seventh digit, and an event would conflict with its own retry. */
    public static Instant toMicros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    public static LocalDateTime toColumn(Instant instant) {
        return LocalDateTime.ofInstant(toMicros(instant), ZoneOffset.UTC);
    }

    public static Instant fromColumn(LocalDateTime column) {
        return column.toInstant(ZoneOffset.UTC);
    }

    /** Microseconds from start to end. */
    public static long microsBetween(Instant start, Instant end) {
        return ChronoUnit.MICROS.between(start, end);
    }
}
