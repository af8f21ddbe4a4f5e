package dev.tallygate.usage;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.Gate;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves periods to a corrected version of their plan (ledger.md section 7): that holds for them from then on, and a RERATE row
 * for each window has the difference in cost, so that the costs of a period's rows still sum to its U.
 */
public final class Rerater {

    private final SubscriptionBook subscriptions;
    private final PlanCatalog plans;
    private final GateRepository gates;
    private final GateRows rows;
    private final Transactions transactions;
    private final Clock clock;
    private final UsageSettings settings;

    Rerater(
            SubscriptionBook subscriptions,
            PlanCatalog plans,
            GateRepository gates,
            GateRows rows,
            Transactions transactions,
            Clock clock,
            UsageSettings settings) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.gates = gates;
        this.rows = rows;
        this.transactions = transactions;
        this.clock = clock;
        this.settings = settings;
    }

    private record Move(Gates group, Instant start, List<PeriodChange> periods) {}

    /**
     * Re-rates what the customer has under other versions of the plan, in one transaction under its gate. Done again it finds
     * nothing to do.
     *
     * @param only the period, open or closed; null = all open ones, and the version holds for what follows too
     * @return the periods that were moved, in order of time
     * @throws Rejected {@code CURRENCY_MISMATCH}, or {@code FIELD_INVALID} where a provider rates the plan
     */
    public List<PeriodChange> rerate(Customer customer, PlanVersion version, @Nullable BillingPeriod only) {
        requireRatable(customer, version);
        long customerKey = customer.customerKey();
        return transactions.call(() -> {
            Move move = move(customer, version, only, gates.lock(List.of(customerKey)));
            rows.run(rows.write(move.group(), false).script());
            subscriptions.correct(customerKey, version, move.start(), only == null ? null : only.end());
            return move.periods();
        });
    }

    /** What {@link #rerate} would do; nothing is locked or written. */
    public List<PeriodChange> rehearse(Customer customer, PlanVersion version, @Nullable BillingPeriod only) {
        requireRatable(customer, version);
        return transactions.read(() -> move(customer, version, only, gates.read(List.of(customer.customerKey())))
                .periods());
    }

    private static void requireRatable(Customer customer, PlanVersion version) {
        if (!version.plan().currency().equals(customer.profile().currency())) {
            throw Rejected.field(
                    Reason.CURRENCY_MISMATCH,
                    "plan_id",
                    version.label() + " in " + version.plan().currency(),
                    "a plan in " + customer.profile().currency() + ", the currency of customer "
                            + customer.customerId());
        }
        if (version.plan().isRatedByProvider()) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, "plan_id", version.label(), "a plan that is not rated by a provider");
        }
    }

    private Move move(
            Customer customer, PlanVersion version, @Nullable BillingPeriod only, NavigableMap<Long, Gate> gate) {
        Moment moment = Moment.of(clock.instant(), settings);
        List<BillingPeriod> periods = only == null
                ? openPeriods(Objects.requireNonNull(gate.get(customer.customerKey()), "gate"), moment)
                : List.of(only);
        Needs needs = new Needs(Map.of(customer.customerId(), customer.customerKey()));
        periods.forEach(period -> needs.period(customer.customerId(), period.start()));
        Gates group = rows.read(needs, gate, new CustomerMemory(), moment);
        CustomerAtGate atGate = group.customer(customer.customerId()).orElseThrow();
        List<PeriodChange> moved = periods.stream()
                .map(period -> atGate.rerate(period.start(), version, window -> isMoved(window, version), moment))
                .flatMap(Optional::stream)
                .toList();
        return new Move(group, periods.getFirst().start(), moved);
    }

    private boolean isMoved(RatingWindow window, PlanVersion version) {
        return window.planVersionId() != version.planVersionId()
                && plans.version(window.planVersionId())
                        .plan()
                        .planId()
                        .equals(version.plan().planId());
    }

    /** From the first that is not closed to that of now, or of the newest usage where that is later; at least one. */
    private List<BillingPeriod> openPeriods(Gate gate, Moment moment) {
        Instant usageTimeMax = gate.usageTimeMax();
        Instant last = usageTimeMax == null || usageTimeMax.isBefore(moment.now()) ? moment.now() : usageTimeMax;
        BillingPeriod period = subscriptions
                .firstOpen(gate.customerKey())
                .filter(first -> first.isBefore(last))
                .map(BillingPeriod::monthContaining)
                .orElseGet(() -> BillingPeriod.monthContaining(last));
        List<BillingPeriod> open = new ArrayList<>();
        while (!period.start().isAfter(last)) {
            open.add(period);
            period = period.next();
        }
        return open;
    }
}
