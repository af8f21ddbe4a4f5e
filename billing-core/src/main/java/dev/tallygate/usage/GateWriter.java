package dev.tallygate.usage;

import dev.tallygate.database.Script;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.notification.Crossing;
import dev.tallygate.notification.NotificationRepository;
import dev.tallygate.reservation.CustomerHolds;
import dev.tallygate.reservation.HoldBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a group counted: the same few statements for every group. */
final class GateWriter {

    private final GateRepository gates;
    private final PeriodRepository periods;
    private final UsageEventRepository events;
    private final UsageTotalRepository totals;
    private final NotificationRepository notifications;
    private final HoldBook holds;
    private final int totalsBehindMax;

    GateWriter(
            GateRepository gates,
            PeriodRepository periods,
            UsageEventRepository events,
            UsageTotalRepository totals,
            NotificationRepository notifications,
            HoldBook holds,
            int totalsBehindMax) {
        this.gates = gates;
        this.periods = periods;
        this.events = events;
        this.totals = totals;
        this.notifications = notifications;
        this.holds = holds;
        this.totalsBehindMax = totalsBehindMax;
    }

    /** What is to be run, and the gates as they are then, by customer key. */
    record Written(Script script, Map<Long, Gate> gates) {

        /** Keeps all of these customers as they are once it is committed. */
        void keepIn(CustomerMemory memory, Gates group) {
            group.byId().values().forEach(customer -> {
                customer.state().saved(gates.getOrDefault(customer.customerKey(), customer.gate()));
                memory.keep(customer.state());
            });
        }
    }

    /**
     * Gates first, since they are what is locked; then rows, totals, figures and crossed thresholds of the customers of whom
     * something was counted, and changed holds.
     *
     * @param proveAll also writes the gates of those of whom nothing has changed, as they are: it fails where one is another
     */
    Written write(Gates group, boolean proveAll) {
        List<RecordedEvent> rows = new ArrayList<>();
        List<UsageTotal> added = new ArrayList<>();
        Map<Long, Gate> changedGates = new LinkedHashMap<>();
        List<PeriodLedger> changedPeriods = new ArrayList<>();
        List<Crossing> crossings = new ArrayList<>();
        List<CustomerHolds> changedHolds = new ArrayList<>();
        for (CustomerAtGate customer : group.inOrder()) {
            if (customer.holds().isChanged()) {
                changedHolds.add(customer.holds());
            }
            if (!customer.rows().isEmpty()) {
                boolean totalsFollow = customer.state().tail().rows() >= totalsBehindMax;
                FigurePlacement placement = FigurePlacement.of(customer, totalsFollow);
                rows.addAll(customer.rows());
                if (totalsFollow) {
                    added.addAll(customer.state().tail().totals());
                    customer.state().tail().clear();
                }
                changedGates.put(customer.customerKey(), placement.gate());
                changedPeriods.addAll(placement.periods());
                crossings.addAll(customer.crossings());
            } else if (customer.holds().isChanged()) {
                changedGates.put(
                        customer.customerKey(),
                        customer.gate().withHolds(customer.holds().living()).afterSeq());
            } else if (proveAll) {
                changedGates.put(customer.customerKey(), customer.gate());
            }
        }
        Script script = new Script();
        gates.write(changedGates.values(), script);
        events.write(rows, script);
        totals.writeAdded(added, script);
        holds.write(changedHolds, script);
        periods.write(changedPeriods, script);
        notifications.writeNew(crossings, script);
        return new Written(script, changedGates);
    }
}
