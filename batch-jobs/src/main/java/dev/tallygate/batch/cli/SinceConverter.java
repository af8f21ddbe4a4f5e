package dev.tallygate.batch.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 10m}, {@code 2h}, {@code 1d}, {@code 30s}, or a time as {@link InstantConverter} does. */
final class SinceConverter implements ITypeConverter<Since> {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    @Override
    public Since convert(String value) {
        Matcher ago = AGO.matcher(value);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return new Since.Ago(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        try {
            return new Since.At(new InstantConverter().convert(value));
        } catch (TypeConversionException malformed) {
            throw new TypeConversionException(
                    value + " (expected: how long ago, such as 10m, 2h or 1d, or a time such as 2026-03-01T12:00:00Z)");
        }
    }
}
