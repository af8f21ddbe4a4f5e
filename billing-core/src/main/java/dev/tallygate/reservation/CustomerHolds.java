package dev.tallygate.reservation;

import dev.tallygate.ledger.LivingHolds;
import dev.tallygate.ledger.OverCap.Cause;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.reservation.Reservation.JudgedPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A customer's holds under its gate: what was read of them, and what has changed since. Not for several threads.
 */
public final class CustomerHolds {

    private final long customerKey;
    private final Map<String, Reservation> known = new TreeMap<>();
    private final TreeMap<HoldPlace, HeldQuantities> totals = new TreeMap<>();
    private final Set<Instant> periodsKnown = new HashSet<>();
    private final TreeSet<String> made = new TreeSet<>();
    private final TreeSet<String> changed = new TreeSet<>();
    private final TreeSet<HoldPlace> changedTotals = new TreeSet<>();
    private LivingHolds living;
    private boolean allLivingKnown;

    /** A customer's holds of which nothing is read yet. */
    CustomerHolds(long customerKey, LivingHolds living) {
        this.customerKey = customerKey;
        this.living = living;
        this.allLivingKnown = living.isNone();
    }

    long customerKey() {
        return customerKey;
    }

    /** Tells of a reservation that was read. */
    void know(Reservation reservation) {
        known.put(reservation.reservationId(), reservation);
    }

    /** Tells that every living one was told of. */
    void knowAllLiving() {
        allLivingKnown = true;
    }

    /** Tells of what is held in a place. */
    void knowTotal(HoldPlace place, HeldQuantities held) {
        totals.put(place, held);
    }

    /** Tells that every place of the period in which something is, or was, held was told of. */
    void knowPeriod(Instant periodStart) {
        periodsKnown.add(periodStart);
    }

    /** Whether nothing has to be read to know of every living one. */
    public boolean knowsAllLiving() {
        return allLivingKnown;
    }

    /** Whether nothing has to be read to know what is held in the period. */
    public boolean knowsPeriod(Instant periodStart) {
        return periodsKnown.contains(periodStart);
    }

    /** Ends those that are overdue, where all living ones are known. */
    public void expire(Instant now) {
        if (!allLivingKnown || !living.mayBeOverdue(now)) {
            return;
        }
        List<Reservation> overdue =
                known.values().stream().filter(one -> one.isOverdue(now)).toList();
        Instant nextExpiry = known.values().stream()
                .filter(one -> one.isHeld() && !one.isOverdue(now))
                .map(Reservation::expiryTime)
                .min(Comparator.naturalOrder())
                .orElse(null);
        expire(overdue, nextExpiry, now);
    }

    /** Ends those that are overdue; {@code nextExpiry} is the first of the others, null = there are none. */
    void expire(Collection<Reservation> overdue, @Nullable Instant nextExpiry, Instant now) {
        overdue.forEach(reservation -> end(reservation, ReservationState.EXPIRED, now));
        living = new LivingHolds(living.count(), nextExpiry);
    }

    /** A reservation that was asked for by its id, or made since; empty = there is none. */
    public Optional<Reservation> find(String reservationId) {
        return Optional.ofNullable(known.get(reservationId));
    }

    /** Holds what was granted, in each period that it was judged for. */
    public void hold(Reservation granted) {
        know(granted);
        made.add(granted.reservationId());
        changed.add(granted.reservationId());
        living = living.plus(granted.expiryTime());
        for (JudgedPeriod period : granted.judged()) {
            HoldPlace place = placeOf(granted, period);
            HeldQuantities held = totals.getOrDefault(place, HeldQuantities.NONE);
            total(place, held.plus(granted.hold()));
        }
    }

    /** What usage that is recorded now is to the reservation of this id: the first such usage commits it. */
    public HoldUse use(String reservationId, Landing landing, Instant now) {
        Reservation reservation = known.get(reservationId);
        if (reservation == null) {
            return new HoldUse(ReservationOutcome.UNKNOWN, Cause.UNRESERVED);
        }
        if (!reservation.isHeld()) {
            return HoldUse.of(reservation.state());
        }
        HoldUse use = HoldUse.committing(reservation, landing);
        end(reservation, ReservationState.COMMITTED, now);
        return use;
    }

    /** Gives back what is held; one that has ended stays as it is. Empty = there is none of this id. */
    public Optional<Reservation> release(String reservationId, Instant now) {
        Reservation reservation = known.get(reservationId);
        if (reservation != null && reservation.isHeld()) {
            end(reservation, ReservationState.RELEASED, now);
        }
        return find(reservationId);
    }

    private void end(Reservation held, ReservationState end, Instant now) {
        know(held.ended(end, now));
        changed.add(held.reservationId());
        living = living.minusOne();
        for (JudgedPeriod period : held.judged()) {
            HoldPlace place = placeOf(held, period);
            HeldQuantities left =
                    Objects.requireNonNull(totals.get(place), "held_totals").minus(held.hold());
            if (left.isNegative()) {
                throw new IllegalStateException("held_totals of " + place + ": " + left + " (expected: >= 0)");
            }
            total(place, left);
        }
    }

    private HoldPlace placeOf(Reservation reservation, JudgedPeriod period) {
        return new HoldPlace(
                new PeriodKey(customerKey, period.periodStart()),
                reservation.content().modelId());
    }

    private void total(HoldPlace place, HeldQuantities held) {
        totals.put(place, held);
        changedTotals.add(place);
    }

    /** What is held in a period that was read, by model; a model for which something was held once is listed for ever. */
    public SortedMap<String, HeldQuantities> heldIn(Instant periodStart) {
        PeriodKey period = new PeriodKey(customerKey, periodStart);
        TreeMap<String, HeldQuantities> held = new TreeMap<>();
        totals.forEach((place, most) -> {
            if (place.period().equals(period)) {
                held.put(place.modelId(), most);
            }
        });
        return held;
    }

    /** What the gate is to know of them. */
    public LivingHolds living() {
        return living;
    }

    /** Whether there is something to be written. */
    public boolean isChanged() {
        return !changed.isEmpty();
    }

    /** Accepts that what has changed is written, and forgets those that have ended. */
    public void saved() {
        made.clear();
        changed.clear();
        changedTotals.clear();
        known.values().removeIf(one -> !one.isHeld());
    }

    /** About how much memory it takes, in reservations. */
    public int weight() {
        return known.size() + totals.size();
    }

    /** Those that were granted here. */
    List<Reservation> madeReservations() {
        return made.stream().map(id -> Objects.requireNonNull(known.get(id))).toList();
    }

    /** Those that were there before and have ended here. */
    List<Reservation> endedReservations() {
        return changed.stream()
                .filter(id -> !made.contains(id))
                .map(id -> Objects.requireNonNull(known.get(id)))
                .toList();
    }

    Map<HoldPlace, HeldQuantities> changedTotals() {
        Map<HoldPlace, HeldQuantities> all = new TreeMap<>();
        changedTotals.forEach(place -> all.put(place, Objects.requireNonNull(totals.get(place))));
        return all;
    }

    /** The periods in which the living ones of these stand: ending them needs what is held there. */
    static List<PeriodKey> periodsOf(Collection<Reservation> reservations) {
        List<PeriodKey> periods = new ArrayList<>();
        for (Reservation reservation : reservations) {
            if (reservation.isHeld()) {
                reservation
                        .judged()
                        .forEach(judged -> periods.add(new PeriodKey(reservation.customerKey(), judged.periodStart())));
            }
        }
        return periods;
    }
}
