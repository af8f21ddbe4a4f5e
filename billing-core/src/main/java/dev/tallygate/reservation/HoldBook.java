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
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads and writes the holds of many customers: a constant number of statements, and none where there is nothing to know. */
public final class HoldBook {

    /** A customer who has more living ones is not remembered between groups. */
    private static final int LIVING_READ_MAX = 1_000;

    private final ReservationRepository reservations;
    private final HeldTotalRepository totals;

    HoldBook(ReservationRepository reservations, HeldTotalRepository totals) {
        this.reservations = reservations;
        this.totals = totals;
    }

    /** The holds of the customer of this gate, of which nothing is read yet. */
    public CustomerHolds unread(Gate gate) {
        return new CustomerHolds(gate.customerKey(), gate.holds());
    }

    /**
     * Has these holds, whose gates the caller has locked, know what is named here; those that are overdue are expired.
     *
     * @param named reservations that are to be found
     * @param periods whose held quantities are to be known; those of reservations that may end come by themselves
     */
    public void read(Map<Long, CustomerHolds> holds, Set<ReservationKey> named, Set<PeriodKey> periods, Instant now) {
        TreeSet<PeriodKey> places = new TreeSet<>(periods);
        readLiving(holds, places);
        Map<Long, LivingHolds> late = lateOf(holds.values(), now);
        Map<Long, List<Reservation>> overdue = reservations.overdue(late, now);
        overdue.values().forEach(ofCustomer -> places.addAll(CustomerHolds.periodsOf(ofCustomer)));
        Collection<Reservation> found = reservations.find(named.stream()
                .filter(key ->
                        of(holds, key.customerKey()).find(key.reservationId()).isEmpty())
                .toList());
        found.forEach(reservation -> of(holds, reservation.customerKey()).know(reservation));
        places.addAll(CustomerHolds.periodsOf(found));
        readTotals(holds, places);
        Map<Long, Instant> nextExpiry = reservations.nextExpiry(late.keySet(), now);
        late.keySet()
                .forEach(key -> of(holds, key).expire(overdue.getOrDefault(key, List.of()), nextExpiry.get(key), now));
        holds.values().forEach(ofCustomer -> ofCustomer.expire(now));
    }

    /** All living ones of those who have few; of the others as many as are needed are read, each time. */
    private void readLiving(Map<Long, CustomerHolds> holds, Set<PeriodKey> places) {
        List<CustomerHolds> few = holds.values().stream()
                .filter(ofCustomer ->
                        !ofCustomer.knowsAllLiving() && ofCustomer.living().count() <= LIVING_READ_MAX)
                .toList();
        List<Reservation> living =
                reservations.living(few.stream().map(CustomerHolds::customerKey).toList());
        living.forEach(reservation -> of(holds, reservation.customerKey()).know(reservation));
        places.addAll(CustomerHolds.periodsOf(living));
        few.forEach(CustomerHolds::knowAllLiving);
    }

    private void readTotals(Map<Long, CustomerHolds> holds, Set<PeriodKey> places) {
        List<PeriodKey> unknown = places.stream()
                .filter(place -> !of(holds, place.customerKey()).knowsPeriod(place.periodStart()))
                .toList();
        totals.read(unknown)
                .forEach(
                        (place, held) -> of(holds, place.period().customerKey()).knowTotal(place, held));
        unknown.forEach(place -> of(holds, place.customerKey()).knowPeriod(place.periodStart()));
    }

    private static CustomerHolds of(Map<Long, CustomerHolds> holds, long customerKey) {
        return Objects.requireNonNull(holds.get(customerKey), "holds of a customer whose gate is locked");
    }

    private static Map<Long, LivingHolds> lateOf(Collection<CustomerHolds> holds, Instant now) {
        Map<Long, LivingHolds> late = new TreeMap<>();
        for (CustomerHolds ofCustomer : holds) {
            if (!ofCustomer.knowsAllLiving() && ofCustomer.living().mayBeOverdue(now)) {
                late.put(ofCustomer.customerKey(), ofCustomer.living());
            }
        }
        return late;
    }

    /**
     * Adds what has changed to the script, but for the gates: the caller writes those, with a seq taken. A reservation that is
     * new here and known to the database ends the script with a {@code DuplicateKeyException}.
     */
    public void write(Collection<CustomerHolds> holds, Script script) {
        List<Reservation> made = new ArrayList<>();
        List<Reservation> ended = new ArrayList<>();
        Map<HoldPlace, HeldQuantities> changedTotals = new TreeMap<>();
        for (CustomerHolds ofCustomer : holds) {
            made.addAll(ofCustomer.madeReservations());
            ended.addAll(ofCustomer.endedReservations());
            changedTotals.putAll(ofCustomer.changedTotals());
        }
        reservations.writeMade(made, script);
        reservations.writeEnded(ended, script);
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
