package dev.tallygate.reservation;

import dev.tallygate.meter.HeldQuantities;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code reservations}: what is, or was, held for one request of a customer.
 *
 * @param judged the periods that {@code [createdTime, expiryTime)} touches, one or two, in order of time
 * @param endedTime null exactly where it is HELD
 */
public record Reservation(
        long customerKey,
        Content content,
        List<JudgedPeriod> judged,
        Instant createdTime,
        Instant expiryTime,
        ReservationState state,
        @Nullable Instant endedTime) {

    /** The longest that a reservation may live. */
    public static final Duration TTL_MAX = Duration.ofHours(1);

    /**
     * What a caller asks to be held; the same id comes again only with the same.
     *
     * @param modelId empty = no model
     * @param asked the most of each meter, none of them derived
     */
    public record Content(String reservationId, String modelId, SortedMap<String, Long> asked, Duration ttl) {

        public Content {
            asked = Collections.unmodifiableSortedMap(new TreeMap<>(asked));
        }
    }

    /** A period in which the hold stands, and the plan version whose limits it was granted under there. */
    public record JudgedPeriod(Instant periodStart, long planVersionId) {}

    public Reservation {
        judged = List.copyOf(judged);
    }

    /** One that has just been granted. */
    public static Reservation granted(
            long customerKey, Content content, List<JudgedPeriod> judged, Instant createdTime) {
        return new Reservation(
                customerKey,
                content,
                judged,
                createdTime,
                createdTime.plus(content.ttl()),
                ReservationState.HELD,
                null);
    }

    public String reservationId() {
        return content.reservationId();
    }

    public boolean isHeld() {
        return state == ReservationState.HELD;
    }

    public boolean isOverdue(Instant now) {
        return isHeld() && !expiryTime.isAfter(now);
    }

    /** The most that the usage may come to. */
    public HeldQuantities hold() {
        return HeldQuantities.of(content.asked());
    }

    /** How it was judged in this period; empty = it was not. */
    public Optional<JudgedPeriod> judgedIn(Instant periodStart) {
        return judged.stream()
                .filter(period -> period.periodStart().equals(periodStart))
                .findFirst();
    }

    Reservation ended(ReservationState end, Instant time) {
        if (!state.canBecome(end)) {
            throw new IllegalStateException("reservation " + reservationId() + ": " + state + " cannot become " + end);
        }
        return new Reservation(customerKey, content, judged, createdTime, expiryTime, end, time);
    }
}
