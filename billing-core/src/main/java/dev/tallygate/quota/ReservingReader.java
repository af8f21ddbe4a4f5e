package dev.tallygate.quota;

import dev.tallygate.customer.Customer;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.ledger.WindowReader;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.reservation.CustomerHolds;
import dev.tallygate.reservation.HoldBook;
import dev.tallygate.reservation.ReservationKey;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.TotalsReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what is needed to judge holds, once the gates are locked: the same number of statements for every group. */
final class ReservingReader {

    private final WindowReader windows;
    private final TotalsReader totals;
    private final HoldBook holds;

    ReservingReader(WindowReader windows, TotalsReader totals, HoldBook holds) {
        this.windows = windows;
        this.totals = totals;
        this.holds = holds;
    }

    /** The state of each customer whose gate is locked, by customer_id. */
    Map<String, CustomerReserving> read(
            List<HoldCall> calls, List<Customer> customers, NavigableMap<Long, Gate> gates, Instant now) {
        Map<String, Customer> byId = new HashMap<>();
        customers.forEach(customer -> byId.put(customer.customerId(), customer));
        Set<ReservationKey> named = new HashSet<>();
        Set<PeriodKey> periods = new TreeSet<>();
        for (HoldCall call : calls) {
            Customer customer = byId.get(call.customerId());
            if (customer != null) {
                named.add(new ReservationKey(customer.customerKey(), call.reservationId()));
                periods.addAll(periodsOf(call, customer.customerKey(), now));
            }
        }
        Map<PeriodKey, List<RatingWindow>> periodWindows = windows.windowsOf(periods);
        Map<PeriodKey, PeriodUsage> usage = totals.usageIn(periodWindows);
        Map<Long, CustomerHolds> held = holds.open(gates, named, periods, now);
        Map<String, CustomerReserving> reserving = new HashMap<>();
        byId.forEach((customerId, customer) -> reserving.put(
                customerId,
                new CustomerReserving(
                        customer,
                        Objects.requireNonNull(held.get(customer.customerKey())),
                        ofCustomer(customer.customerKey(), periodWindows, usage),
                        now)));
        return reserving;
    }

    private static Set<PeriodKey> periodsOf(HoldCall call, long customerKey, Instant now) {
        return switch (call) {
            case HoldCall.Release release -> Set.of();
            case HoldCall.Reserve reserve -> {
                BillingPeriod first = BillingPeriod.monthContaining(now);
                Set<PeriodKey> touched = new TreeSet<>(Set.of(new PeriodKey(customerKey, first.start())));
                if (now.plus(reserve.content().ttl()).isAfter(first.end())) {
                    touched.add(new PeriodKey(customerKey, first.end()));
                }
                yield touched;
            }
        };
    }

    private static NavigableMap<Instant, SubscribedPeriod> ofCustomer(
            long customerKey, Map<PeriodKey, List<RatingWindow>> windows, Map<PeriodKey, PeriodUsage> usage) {
        TreeMap<Instant, SubscribedPeriod> periods = new TreeMap<>();
        usage.forEach((key, used) -> {
            if (key.customerKey() == customerKey) {
                periods.put(key.periodStart(), new SubscribedPeriod(Objects.requireNonNull(windows.get(key)), used));
            }
        });
        return periods;
    }
}
