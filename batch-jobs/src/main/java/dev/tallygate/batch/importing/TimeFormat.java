package dev.tallygate.batch.importing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** How times are written in the file, and the zone of those that do not name one. */
final class TimeFormat {
    /** {@code 2023-11-16 18:17:03.9799600}, with a blank or a T, with or without an offset. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private final DateTimeFormatter formatter;
    private final ZoneId zone;

    private TimeFormat(DateTimeFormatter formatter, ZoneId zone) {
        this.formatter = formatter;
        this.zone = zone;
    }

    /** An empty pattern is ISO; else one of {@link DateTimeFormatter}. Throws where the pattern is none. */
    static TimeFormat of(String pattern, ZoneId zone) {
        return new TimeFormat(pattern.isEmpty() ? ISO : DateTimeFormatter.ofPattern(pattern, Locale.ROOT), zone);
    }

    /** Throws {@link DateTimeException} where the text is no time. */
    Instant parse(String text) {
        TemporalAccessor parsed = formatter.parseBest(
                text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        return switch (parsed) {
            case ZonedDateTime zoned -> zoned.toInstant();
            case OffsetDateTime offset -> offset.toInstant();
            case LocalDateTime local -> local.atZone(zone).toInstant();
            case LocalDate date -> date.atStartOfDay(zone).toInstant();
            default -> throw new DateTimeException(text + " is no time");
        };
    }
}
