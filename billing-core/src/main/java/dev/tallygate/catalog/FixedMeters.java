package dev.tallygate.catalog;

import dev.tallygate.meter.Aggregation;
import java.util.Map;
import java.util.Optional;

/** The meters of one's own whose aggregation is fixed: none can ever have another. */
record FixedMeters(Map<String, FixedMeter> byName) {

    static final FixedMeters NONE = new FixedMeters(Map.of());

    /** {@code planId}: the plan that named it first; empty = it was recorded first. */
    record FixedMeter(String meter, Aggregation aggregation, Optional<String> planId) {

        /** Why it is so, as the end of a sentence. */
        String because() {
            return planId.map(id -> "as plan " + id + " has it")
                            .orElse("since it was recorded before a plan declared it")
                    + "; a meter has one aggregation for ever";
        }
    }

    FixedMeters {
        byName = Map.copyOf(byName);
    }

    /** What is fixed of the meter, where it is another aggregation than this one. */
    Optional<FixedMeter> other(String meter, Aggregation wanted) {
        return Optional.ofNullable(byName.get(meter)).filter(fixed -> fixed.aggregation() != wanted);
    }
}
