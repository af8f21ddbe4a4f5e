package dev.tallygate.batch.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** Planned times of a cron expression, in UTC: five fields as in a crontab, six with seconds first, or @daily and the like. */
final class Cron {
    /** How far back the latest planned time is looked for, nearest first, so that no rhythm has to be walked through. */
    private static final List<Duration> LOOKS_BACK = List.of(
            Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(32), Duration.ofDays(400));

    private final String text;
    private final CronExpression expression;

    private Cron(String text, CronExpression expression) {
        this.text = text;
        this.expression = expression;
    }

    /** Throws {@link IllegalArgumentException} with a sentence that begins with the setting. */
    static Cron parse(String setting, String text) {
        String stripped = text.strip();
        boolean fiveFields = stripped.split("\\s+", -1).length == 5;
        Cron cron = new Cron(stripped, expression(setting, stripped, fiveFields ? "0 " + stripped : stripped));
        if (cron.next(Instant.EPOCH).isEmpty()) {
            throw wrong(setting, text + " never comes");
        }
        return cron;
    }

    private static CronExpression expression(String setting, String text, String sixFields) {
        try {
            return CronExpression.parse(sixFields);
        } catch (IllegalArgumentException malformed) {
            throw wrong(setting, text + " is no cron expression");
        }
    }

    private static IllegalArgumentException wrong(String setting, String what) {
        return new IllegalArgumentException(
                "%s: %s (expected: minute hour day month weekday, in UTC, such as 10 1 * * *; or off)"
                        .formatted(setting, what));
    }

    /** The first planned time after the instant. */
    Optional<Instant> next(Instant after) {
        @Nullable LocalDateTime next = expression.next(LocalDateTime.ofInstant(after, ZoneOffset.UTC));
        return Optional.ofNullable(next).map(time -> time.toInstant(ZoneOffset.UTC));
    }

    /** The last planned time in {@code (after, until]}. */
    Optional<Instant> latest(Instant after, Instant until) {
        for (Duration back : LOOKS_BACK) {
            Instant from = until.minus(back);
            boolean all = !from.isAfter(after);
            Optional<Instant> found = last(all ? after : from, until);
            if (all || found.isPresent()) {
                return found;
            }
        }
        return last(after, until);
    }

    private Optional<Instant> last(Instant after, Instant until) {
        Optional<Instant> last = Optional.empty();
        Optional<Instant> next = next(after);
        while (next.isPresent() && !next.get().isAfter(until)) {
            last = next;
            next = next(next.get());
        }
        return last;
    }

    /** As it was given. */
    @Override
    public String toString() {
        return text;
    }
}
