package dev.tallygate.meter;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;

/**
 * What one event, or several alike, say of a meter that is no sum.
 *
 * @param key of max the quantity in 13 digits, of latest the time and the event_id, of unique the subject: what is last in
 *     byte order decides
 * @param quantity what the meter comes to where this mark decides; of unique 1
 */
public record Mark(String key, long quantity) implements Comparable<Mark> {

    private static final Comparator<Mark> ORDER =
            Comparator.comparing(Mark::key).thenComparingLong(Mark::quantity);

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static Mark max(long quantity) {
        return new Mark("%013d".formatted(quantity), quantity);
    }

    static Mark latest(Instant usageTime, String eventId, long quantity) {
        return new Mark(MICROS.format(usageTime) + " " + eventId, quantity);
    }

    static Mark unique(String subject) {
        return new Mark(subject, 1);
    }

    @Override
    public int compareTo(Mark other) {
        return ORDER.compare(this, other);
    }
}
