package dev.tallygate.reservation;

import dev.tallygate.ledger.LivingHolds;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.reservation.Reservation.JudgedPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One customer's holds without a database: what {@link HoldBook} keeps in rows stays in memory. */
public final class MemoryHolds {

    private final long customerKey;
    private Map<String, Reservation> rows = new TreeMap<>();
    private Map<HoldPlace, HeldQuantities> totals = new TreeMap<>();
    private LivingHolds living = LivingHolds.NONE;

    public MemoryHolds(long customerKey) {
        this.customerKey = customerKey;
    }

    /** As {@link HoldBook#read} makes them, all of them known. */
    public CustomerHolds open(Instant now) {
        CustomerHolds holds = new CustomerHolds(customerKey, living);
        totals.forEach(holds::knowTotal);
        rows.values().forEach(holds::know);
        holds.knowAllLiving();
        holds.expire(now);
        return holds;
    }

    /** As {@link HoldBook#read}, of holds that know all living ones. */
    public void read(CustomerHolds holds, Collection<String> named, Collection<Instant> periods, Instant now) {
        named.stream()
                .filter(id -> holds.find(id).isEmpty() && rows.containsKey(id))
                .forEach(id -> holds.know(Objects.requireNonNull(rows.get(id))));
        periods.forEach(holds::knowPeriod);
        holds.expire(now);
    }

    /** What a group has changed of a customer's holds. */
    public record Change(List<Reservation> reservations, Map<HoldPlace, HeldQuantities> totals, LivingHolds living) {

        public static Change of(CustomerHolds holds) {
            return new Change(
                    Stream.concat(holds.madeReservations().stream(), holds.endedReservations().stream())
                            .toList(),
                    holds.changedTotals(),
                    holds.living());
        }
    }

    /** As {@link HoldBook#write}. */
    public void save(CustomerHolds holds) {
        save(Change.of(holds));
    }

    /** As {@link HoldBook#write}. */
    public void save(Change change) {
        change.reservations().forEach(reservation -> rows.put(reservation.reservationId(), reservation));
        totals.putAll(change.totals());
        living = change.living();
    }

    public List<Reservation> living() {
        return rows.values().stream().filter(Reservation::isHeld).toList();
    }

    /** Where totals or the count are not those of the living reservations; empty = they agree. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        Map<HoldPlace, HeldQuantities> sums = new TreeMap<>();
        for (Reservation reservation : living()) {
            for (JudgedPeriod judged : reservation.judged()) {
                HoldPlace place = new HoldPlace(
                        new PeriodKey(customerKey, judged.periodStart()),
                        reservation.content().modelId());
                sums.merge(place, reservation.hold(), HeldQuantities::plus);
            }
        }
        Map<HoldPlace, HeldQuantities> held = new TreeMap<>(totals);
        held.values().removeIf(HeldQuantities::isNone);
        if (!held.equals(sums)) {
            findings.add("held_totals " + held + ", living reservations " + sums);
        }
        if (living.count() != living().size()) {
            findings.add("holds " + living.count() + ", living reservations " + living().size());
        }
        for (Reservation reservation : living()) {
            if (living.expiryTime() == null || reservation.expiryTime().isBefore(living.expiryTime())) {
                findings.add("bound " + living.expiryTime() + " after " + reservation.expiryTime());
            }
        }
        return findings;
    }
}
