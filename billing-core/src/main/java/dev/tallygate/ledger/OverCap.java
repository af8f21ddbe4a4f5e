package dev.tallygate.ledger;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By how much, and why, a period's cost has passed its cap: the causes sum to max(0, U − cap).
 *
 * @param latest the latest cause; null = none yet
 */
public record OverCap(@Nullable Cause latest, Map<Cause, BigDecimal> byCause) {

    /** Why cost passed a cap. */
    public enum Cause {
        /** Usage that no reservation held. */
        UNRESERVED,
        /** Usage above its hold. */
        ABOVE_HOLD,
        /** Usage of another period or model than its hold. */
        OUTSIDE_HOLD,
        /** Usage that arrived after its hold expired. */
        AFTER_EXPIRY,
        /** A change of plan or cap. */
        PLAN_CHANGED,
        /** A void or a re-rating. */
        CORRECTED
    }

    public static final OverCap NONE = new OverCap(null, Map.of());

    public OverCap {
        byCause = byCause.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(byCause));
    }

    public Optional<Cause> latestCause() {
        return Optional.ofNullable(latest);
    }

    /** Cost over the cap by this cause; 0 where there is none. */
    public BigDecimal of(Cause cause) {
        return byCause.getOrDefault(cause, BigDecimal.ZERO);
    }

    /** One more step of this cause, which becomes the latest one also where the difference is 0. */
    public OverCap plus(Cause cause, BigDecimal difference) {
        if (cause == latest && difference.signum() == 0) {
            return this;
        }
        Map<Cause, BigDecimal> changed = new EnumMap<>(Cause.class);
        changed.putAll(byCause);
        changed.merge(cause, difference, BigDecimal::add);
        return new OverCap(cause, changed);
    }

    /**
     * One more step within the terms of a reservation, which kept its promise: it counts for the latest cause outside them.
     * Where there is none, which only a soft cap allows, no reservation was to keep the cost down.
     */
    public OverCap plusWithinTerms(BigDecimal difference) {
        return difference.signum() == 0 ? this : plus(latest == null ? Cause.UNRESERVED : latest, difference);
    }
}
