package dev.tallygate.reservation;

import dev.tallygate.database.Script;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.LivingHolds;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.reservation.Reservation.JudgedPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads and writes the holds of many customers: a constant number of statements, and none where there is nothing to know. */
public final class HoldBook {

    private final ReservationRepository reservations;
    private final HeldTotalRepository totals;

    HoldBook(ReservationRepository reservations, HeldTotalRepository totals) {
        this.reservations = reservations;
        this.totals = totals;
    }

    /**
     * The holds of the customers whose gates the caller has locked, by customer; those that are overdue are expired. Nothing
     * is written before {@link #save}.
     *
     * @param named reservations that are to be found
     * @param periods whose held quantities are to be known; those of reservations that may end come by themselves
     */
    public Map<Long, CustomerHolds> open(
            NavigableMap<Long, Gate> gates, Set<ReservationKey> named, Set<PeriodKey> periods, Instant now) {
        Map<Long, CustomerHolds> holds = new HashMap<>();
        gates.forEach((key, gate) -> holds.put(key, new CustomerHolds(key, gate.holds())));
        Map<Long, LivingHolds> late = lateOf(gates.values(), now);
        Map<Long, List<Reservation>> overdue = reservations.overdue(late, now);
        Collection<Reservation> found = reservations.find(named);
        TreeSet<PeriodKey> places = new TreeSet<>(periods);
        places.addAll(CustomerHolds.periodsOf(found));
        overdue.values().forEach(ofCustomer -> places.addAll(CustomerHolds.periodsOf(ofCustomer)));
        totals.read(places)
                .forEach(
                        (place, held) -> of(holds, place.period().customerKey()).knowTotal(place, held));
        found.forEach(reservation -> of(holds, reservation.customerKey()).know(reservation));
        Map<Long, Instant> nextExpiry = reservations.nextExpiry(late.keySet(), now);
        late.keySet()
                .forEach(key -> of(holds, key).expire(overdue.getOrDefault(key, List.of()), nextExpiry.get(key), now));
        return holds;
    }

    /** The holds of a customer of which nothing is to be used, and none is overdue. */
    public CustomerHolds unread(Gate gate) {
        return new CustomerHolds(gate.customerKey(), gate.holds());
    }

    private static CustomerHolds of(Map<Long, CustomerHolds> holds, long customerKey) {
        return Objects.requireNonNull(holds.get(customerKey), "holds of a customer whose gate is locked");
    }

    private static Map<Long, LivingHolds> lateOf(Collection<Gate> gates, Instant now) {
        Map<Long, LivingHolds> late = new TreeMap<>();
        for (Gate gate : gates) {
            if (gate.holds().mayBeOverdue(now)) {
                late.put(gate.customerKey(), gate.holds());
            }
        }
        return late;
    }

    /** Adds what has changed to the script, but for the gates: the caller writes those, with a seq taken. */
    public void write(Collection<CustomerHolds> holds, Script script) {
        List<Reservation> changed = new ArrayList<>();
        Map<HoldPlace, HeldQuantities> changedTotals = new TreeMap<>();
        for (CustomerHolds ofCustomer : holds) {
            changed.addAll(ofCustomer.changedReservations());
            changedTotals.putAll(ofCustomer.changedTotals());
        }
        reservations.write(changed, script);
        totals.write(changedTotals, script);
    }

    /**
     * What is held in these periods by model, for whoever only reads: those that are overdue are not counted.
     *
     * @param periods with what their customers' gates say of living holds, read in the same picture
     */
    public Map<PeriodKey, SortedMap<String, HeldQuantities>> heldIn(Map<PeriodKey, LivingHolds> periods, Instant now) {
        Map<Long, LivingHolds> late = new TreeMap<>();
        Set<PeriodKey> holding = new TreeSet<>();
        periods.forEach((period, living) -> {
            if (!living.isNone()) {
                holding.add(period);
            }
            if (living.mayBeOverdue(now)) {
                late.put(period.customerKey(), living);
            }
        });
        Map<PeriodKey, SortedMap<String, HeldQuantities>> held = new HashMap<>();
        totals.read(holding)
                .forEach((place, most) -> held.computeIfAbsent(place.period(), period -> new TreeMap<>())
                        .put(place.modelId(), most));
        reservations
                .overdue(late, now)
                .values()
                .forEach(ofCustomer -> ofCustomer.forEach(overdue -> takeAway(overdue, held)));
        return held;
    }

    private static void takeAway(Reservation overdue, Map<PeriodKey, SortedMap<String, HeldQuantities>> held) {
        for (JudgedPeriod judged : overdue.judged()) {
            SortedMap<String, HeldQuantities> byModel =
                    held.getOrDefault(new PeriodKey(overdue.customerKey(), judged.periodStart()), new TreeMap<>());
            byModel.computeIfPresent(overdue.content().modelId(), (model, most) -> most.minus(overdue.hold()));
        }
    }
}
