package dev.tallygate.time;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** The half-open stretch {@code [start, end)} that one invoice covers: a calendar month in UTC. */
public record BillingPeriod(Instant start, Instant end) implements Comparable<BillingPeriod> {

    public BillingPeriod {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("period end: " + end + " (expected: after its start " + start + ")");
        }
    }

    public static BillingPeriod monthContaining(Instant instant) {
        return month(YearMonth.from(instant.atZone(ZoneOffset.UTC)));
    }

    public static BillingPeriod month(YearMonth month) {
        return new BillingPeriod(startOf(month), startOf(month.plusMonths(1)));
    }

    public BillingPeriod next() {
        return monthContaining(end);
    }

    public BillingPeriod previous() {
        return monthContaining(start.minusNanos(1));
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** For people and for {@code --period}: {@code 2026-03}. */
    public String label() {
        return YearMonth.from(start.atZone(ZoneOffset.UTC)).toString();
    }

    @Override
    public int compareTo(BillingPeriod other) {
        return start.compareTo(other.start);
    }

    private static Instant startOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
