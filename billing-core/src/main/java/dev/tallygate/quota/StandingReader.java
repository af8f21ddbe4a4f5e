package dev.tallygate.quota;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Chunks;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.LivingHolds;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.ledger.PeriodState;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.ledger.RunningPeriod;
import dev.tallygate.ledger.WindowReader;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads where customers stand: a constant number of statements for 900 of them, nothing remembered between calls. */
final class StandingReader {

    private final CustomerRegistry customers;
    private final GateRepository gates;
    private final PeriodRepository periods;
    private final WindowReader windows;

    StandingReader(CustomerRegistry customers, GateRepository gates, PeriodRepository periods, WindowReader windows) {
        this.customers = customers;
        this.gates = gates;
        this.periods = periods;
        this.windows = windows;
    }

    /** Empty where there is no such customer. */
    Optional<Standing> at(String customerId, Instant instant) {
        return Optional.ofNullable(at(List.of(customerId), instant).get(customerId));
    }

    /** By customer_id, in the period that contains the instant; those that are unknown are missing. */
    Map<String, Standing> at(Collection<String> customerIds, Instant instant) {
        Instant periodStart = BillingPeriod.monthContaining(instant).start();
        NavigableMap<PeriodKey, Customer> found = new TreeMap<>();
        for (List<String> chunk : Chunks.of(new LinkedHashSet<>(customerIds))) {
            customers
                    .byIds(chunk)
                    .values()
                    .forEach(customer -> found.put(new PeriodKey(customer.customerKey(), periodStart), customer));
        }
        Map<String, Standing> byId = new HashMap<>();
        standingsOf(found).forEach(standing -> byId.put(standing.customer().customerId(), standing));
        return byId;
    }

    private List<Standing> standingsOf(NavigableMap<PeriodKey, Customer> found) {
        NavigableMap<Long, Gate> gateByKey =
                gates.read(found.keySet().stream().map(PeriodKey::customerKey).toList());
        Map<PeriodKey, PeriodLedger> stored = periods.read(found.keySet());
        Map<PeriodKey, List<RatingWindow>> windowsByPeriod = windows.windowsOf(found.keySet());
        List<Standing> standings = new ArrayList<>();
        found.forEach((key, customer) -> {
            PeriodLedger ledger = stored.get(key);
            Gate gate = gateByKey.get(key.customerKey());
            standings.add(new Standing(
                    customer,
                    key,
                    windowsByPeriod.getOrDefault(key, List.of()),
                    gate == null ? LivingHolds.NONE : gate.holds(),
                    ledger == null ? runningFigures(gate, key) : ledger.figures(),
                    ledger == null ? PeriodState.OPEN : ledger.closing().state()));
        });
        return standings;
    }

    private static @Nullable PeriodFigures runningFigures(@Nullable Gate gate, PeriodKey key) {
        RunningPeriod running = gate == null ? null : gate.running();
        return running != null && running.period().start().equals(key.periodStart()) ? running.figures() : null;
    }
}
