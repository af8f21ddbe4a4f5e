package dev.tallygate.batch.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2026-03-01} (its first moment) or {@code 2026-03-01T12:00:00Z}; a time without a zone is UTC. */
public final class InstantConverter implements ITypeConverter<Instant> {
    private static final int DATE_LENGTH = "2026-03-01".length();

    @Override
    public Instant convert(String value) {
        try {
            if (value.length() == DATE_LENGTH) {
                return LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return value.endsWith("Z")
                    ? Instant.parse(value)
                    : LocalDateTime.parse(value).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException malformed) {
            throw new TypeConversionException(value + " (expected: 2026-03-01 or 2026-03-01T12:00:00Z, in UTC)");
        }
    }
}
