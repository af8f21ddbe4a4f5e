package dev.tallygate.usage;

import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.meter.KnownMeters;
import dev.tallygate.reservation.ReservationKey;
import dev.tallygate.usage.UsageEventRepository.EventKey;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** What has to be read before the calls of a group can be judged. What is told of customers that do not exist is left out. */
public final class Needs {

    private final Map<String, Long> customerKeys;
    private final Set<EventKey> events = new LinkedHashSet<>();
    private final Set<EventKey> corrected = new LinkedHashSet<>();
    private final Set<ReservationKey> reservations = new TreeSet<>();
    private final Set<PeriodKey> periods = new TreeSet<>();
    private final Set<PeriodKey> heldPeriods = new TreeSet<>();

    private final Set<String> meters = new TreeSet<>();
    private KnownMeters knownMeters = KnownMeters.SUMS;

    Needs(Map<String, Long> customerKeys) {
        this.customerKeys = customerKeys;
    }

    /** Whether an event of this id is recorded, and what it says. */
    void event(String customerId, String eventId) {
        withKeyOf(customerId, key -> events.add(new EventKey(key, eventId)));
    }

    /** An event that is to be corrected: what it says, whether it is voided already, and what is used in its period. */
    void corrected(String customerId, String eventId) {
        event(customerId, eventId);
        withKeyOf(customerId, key -> corrected.add(new EventKey(key, eventId)));
    }

    /** How these meters of one's own aggregate. */
    public void meters(Collection<String> names) {
        meters.addAll(names);
    }

    /** A reservation that may be there. */
    public void reservation(String customerId, String reservationId) {
        withKeyOf(customerId, key -> reservations.add(new ReservationKey(key, reservationId)));
    }

    /** What is used in a period. */
    void period(String customerId, Instant periodStart) {
        withKeyOf(customerId, key -> periods.add(new PeriodKey(key, periodStart)));
    }

    /** What is used and what is held in a period. */
    public void heldPeriod(String customerId, Instant periodStart) {
        period(customerId, periodStart);
        withKeyOf(customerId, key -> heldPeriods.add(new PeriodKey(key, periodStart)));
    }

    private void withKeyOf(String customerId, LongConsumer told) {
        Long key = customerKeys.get(customerId);
        if (key != null) {
            told.accept(key);
        }
    }

    /** Tells how the meters aggregate that were asked for. */
    void know(KnownMeters known) {
        knownMeters = known;
    }

    Set<String> meters() {
        return meters;
    }

    KnownMeters knownMeters() {
        return knownMeters;
    }

    Map<String, Long> customerKeys() {
        return customerKeys;
    }

    Set<EventKey> events() {
        return events;
    }

    Set<EventKey> corrected() {
        return corrected;
    }

    Set<ReservationKey> reservations() {
        return reservations;
    }

    Set<PeriodKey> periods() {
        return periods;
    }

    Set<PeriodKey> heldPeriods() {
        return heldPeriods;
    }
}
