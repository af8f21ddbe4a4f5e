package dev.tallygate.meter;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The marks of each meter that is no number, by its name; a meter without marks is not there. */
public record Marks(NavigableMap<String, MeterMarks> byMeter) {

    public static final Marks NONE = new Marks(Collections.emptyNavigableMap());

    public Marks {
        byMeter = byMeter.isEmpty() ? Collections.emptyNavigableMap() : withoutEmpty(byMeter);
    }

    private static NavigableMap<String, MeterMarks> withoutEmpty(NavigableMap<String, MeterMarks> byMeter) {
        TreeMap<String, MeterMarks> kept = new TreeMap<>(byMeter);
        kept.values().removeIf(MeterMarks::isNone);
        return Collections.unmodifiableNavigableMap(kept);
    }

    public boolean isNone() {
        return byMeter.isEmpty();
    }

    public Optional<MeterMarks> of(String meter) {
        return Optional.ofNullable(byMeter.get(meter));
    }

    /** What the meter comes to; 0 where nothing is marked. */
    public long quantityOf(String meter) {
        return of(meter).map(MeterMarks::quantity).orElse(0L);
    }

    /** About how many there are, for the bounds of memory. */
    public int size() {
        int size = 0;
        for (MeterMarks marks : byMeter.values()) {
            size += marks.size();
        }
        return size;
    }

    Marks plus(Marks other) {
        if (other.isNone()) {
            return this;
        }
        if (isNone()) {
            return other;
        }
        TreeMap<String, MeterMarks> sum = new TreeMap<>(byMeter);
        other.byMeter.forEach((meter, marks) -> sum.merge(meter, marks, MeterMarks::plus));
        return new Marks(sum);
    }

    Marks negated() {
        if (isNone()) {
            return this;
        }
        TreeMap<String, MeterMarks> negated = new TreeMap<>();
        byMeter.forEach((meter, marks) -> negated.put(meter, marks.negated()));
        return new Marks(negated);
    }
}
