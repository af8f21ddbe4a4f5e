package dev.tallygate.reservation;

import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.meter.HeldQuantities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Proves what is held in a period from the reservations that live; to be asked inside one picture of the database. */
public final class HoldVerifier {

    private final ReservationRepository reservations;
    private final HeldTotalRepository totals;

    HoldVerifier(ReservationRepository reservations, HeldTotalRepository totals) {
        this.reservations = reservations;
        this.totals = totals;
    }

    /** A figure that is not what living reservations make it. */
    public record Difference(String what, String expected, String found) {}

    /** What does not agree; empty = proved. */
    public List<Difference> differences(Gate gate, Instant periodStart) {
        List<Reservation> held =
                reservations.held(gate.customerKey(), gate.holds().count() + 1);
        List<Difference> differences = new ArrayList<>();
        if (held.size() != gate.holds().count()) {
            differences.add(new Difference(
                    "holds",
                    String.valueOf(held.size()),
                    String.valueOf(gate.holds().count())));
        }
        PeriodKey period = new PeriodKey(gate.customerKey(), periodStart);
        Map<String, HeldQuantities> expected = sumsOf(held, periodStart);
        Map<String, HeldQuantities> found = new TreeMap<>();
        totals.read(List.of(period)).forEach((place, most) -> found.put(place.modelId(), most));
        TreeSet<String> models = new TreeSet<>(expected.keySet());
        models.addAll(found.keySet());
        for (String model : models) {
            HeldQuantities living = expected.getOrDefault(model, HeldQuantities.NONE);
            HeldQuantities total = found.getOrDefault(model, HeldQuantities.NONE);
            if (!living.equals(total)) {
                differences.add(new Difference(
                        "held_totals of " + periodStart + " " + (model.isEmpty() ? "(no model)" : model),
                        living.bounds().toString(),
                        total.bounds().toString()));
            }
        }
        return differences;
    }

    private static Map<String, HeldQuantities> sumsOf(List<Reservation> held, Instant periodStart) {
        Map<String, HeldQuantities> sums = new TreeMap<>();
        for (Reservation reservation : held) {
            if (reservation.judgedIn(periodStart).isPresent()) {
                sums.merge(reservation.content().modelId(), reservation.hold(), HeldQuantities::plus);
            }
        }
        return sums;
    }
}
