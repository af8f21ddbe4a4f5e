package dev.tallygate.usage;

import dev.tallygate.rejection.FieldRules;
import dev.tallygate.reservation.ReservationKey;
import dev.tallygate.usage.UsageEventRepository.EventKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Events that are recorded in one transaction, and the keys of those of their customers that exist, by customer_id. */
record Group(List<UsageEvent> events, Map<String, Long> customerKeys) {

    /** The key of the event's customer; null = there is no such customer. */
    @Nullable
    Long customerKeyOf(UsageEvent event) {
        return customerKeys.get(event.customerId());
    }

    /** The customers that the events name, ascending. */
    TreeSet<Long> customers() {
        TreeSet<Long> customers = new TreeSet<>();
        for (UsageEvent event : events) {
            Long customerKey = customerKeyOf(event);
            if (customerKey != null) {
                customers.add(customerKey);
            }
        }
        return customers;
    }

    /** The names under which its events may be recorded already. */
    Set<EventKey> eventKeys() {
        Set<EventKey> keys = new LinkedHashSet<>();
        for (UsageEvent event : events) {
            Long customerKey = customerKeyOf(event);
            if (customerKey != null && EventRules.isEventId(event.eventId())) {
                keys.add(new EventKey(customerKey, event.eventId()));
            }
        }
        return keys;
    }

    /** The reservations that its events name. */
    Set<ReservationKey> reservationKeys() {
        Set<ReservationKey> keys = new LinkedHashSet<>();
        for (UsageEvent event : events) {
            Long customerKey = customerKeyOf(event);
            String reservationId = event.context().reservationId();
            if (customerKey != null && FieldRules.isId(reservationId, FieldRules.ID_BYTES_MAX)) {
                keys.add(new ReservationKey(customerKey, reservationId));
            }
        }
        return keys;
    }

    /** The same group with the events from one index up to another alone. */
    Group part(int from, int to) {
        return new Group(events.subList(from, to), customerKeys);
    }
}
