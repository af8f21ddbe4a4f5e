package dev.tallygate.usage;

import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.PeriodRepository;
import dev.tallygate.meter.Quantities;
import dev.tallygate.notification.Crossing;
import dev.tallygate.notification.NotificationRepository;
import dev.tallygate.reservation.CustomerHolds;
import dev.tallygate.reservation.HoldBook;
import dev.tallygate.usage.CustomerRecording.OpenedPeriod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes what a group counted, under its gates: the same number of statements for every group. */
final class GroupWriter {

    private final GateRepository gates;
    private final PeriodRepository periods;
    private final UsageEventRepository events;
    private final UsageTotalRepository totals;
    private final NotificationRepository notifications;
    private final HoldBook holds;

    GroupWriter(
            GateRepository gates,
            PeriodRepository periods,
            UsageEventRepository events,
            UsageTotalRepository totals,
            NotificationRepository notifications,
            HoldBook holds) {
        this.gates = gates;
        this.periods = periods;
        this.events = events;
        this.totals = totals;
        this.notifications = notifications;
        this.holds = holds;
    }

    /** Rows, totals, figures and crossed thresholds of the customers of whom something was counted, and changed holds. */
    void write(Collection<CustomerRecording> customers) {
        List<RecordedEvent> rows = new ArrayList<>();
        List<UsageTotal> changedTotals = new ArrayList<>();
        List<Gate> changedGates = new ArrayList<>();
        List<PeriodLedger> changedPeriods = new ArrayList<>();
        List<Crossing> crossings = new ArrayList<>();
        List<CustomerHolds> changedHolds = new ArrayList<>();
        for (CustomerRecording customer : customers) {
            if (customer.holds().isChanged()) {
                changedHolds.add(customer.holds());
            }
            if (!customer.rows().isEmpty()) {
                FigurePlacement placement = FigurePlacement.of(customer);
                rows.addAll(customer.rows());
                changedTotals.addAll(totalsOf(customer));
                changedGates.add(placement.gate());
                changedPeriods.addAll(placement.periods());
                crossings.addAll(customer.crossings());
            } else if (customer.holds().isChanged()) {
                changedGates.add(
                        customer.gate().withHolds(customer.holds().living()).afterSeq());
            }
        }
        events.insert(rows);
        totals.save(changedTotals);
        holds.save(changedHolds);
        gates.save(changedGates);
        periods.save(changedPeriods);
        notifications.insertNew(crossings);
    }

    private static Collection<UsageTotal> totalsOf(CustomerRecording customer) {
        Map<String, UsageTotal> changed = new LinkedHashMap<>();
        for (RecordedEvent row : customer.rows()) {
            String modelId = row.event().modelId();
            OpenedPeriod period = Objects.requireNonNull(
                    customer.periods().get(row.placement().periodStart()));
            changed.computeIfAbsent(row.placement().windowStart() + " " + modelId, key -> {
                Quantities quantities =
                        period.recording().totalOf(row.placement().windowStart(), modelId);
                WindowKey window =
                        new WindowKey(row.customerKey(), row.placement().windowStart());
                return new UsageTotal(window, modelId, quantities);
            });
        }
        return changed.values();
    }
}
