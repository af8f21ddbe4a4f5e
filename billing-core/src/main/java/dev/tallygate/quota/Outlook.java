package dev.tallygate.quota;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.meter.HeldQuantities;
import dev.tallygate.meter.Quantities;
import dev.tallygate.quota.Quota.AllowanceQuota;
import dev.tallygate.rating.HighestCost;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RunningCost;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.usage.SubscribedPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One billing period of a customer: what is used, what living reservations may add, and what limits leave. The period's
 * last version sets the limits.
 */
final class Outlook {

    private final PeriodUsage usage;
    private final SortedMap<String, HeldQuantities> held;
    private final Instant from;
    private @Nullable RunningCost running;
    private final Reach committed;
    private @Nullable HighestCost highest;
    private Reach reach;

    /**
     * Looks at a period.
     *
     * @param usage what is recorded, with at least one window
     * @param held what is held by model
     * @param from what is held is used at this instant or later
     */
    Outlook(PeriodUsage usage, SortedMap<String, HeldQuantities> held, Instant from) {
        this.usage = usage;
        this.held = living(held);
        this.from = from;
        this.committed = Reach.of(plan(), running());
        this.reach = this.held.isEmpty() ? committed : Reach.of(plan(), highest());
    }

    /** As {@link #Outlook(PeriodUsage, SortedMap, Instant)}, where it is known what the usage comes to. */
    Outlook(SubscribedPeriod period, SortedMap<String, HeldQuantities> held, Instant from) {
        this.usage = period.usage();
        this.held = living(held);
        this.from = from;
        this.committed = new Reach(period.usageCost(), period.drawn());
        this.reach = this.held.isEmpty() ? committed : Reach.of(plan(), highest());
    }

    private static SortedMap<String, HeldQuantities> living(SortedMap<String, HeldQuantities> held) {
        TreeMap<String, HeldQuantities> living = new TreeMap<>(held);
        living.values().removeIf(HeldQuantities::isNone);
        return living;
    }

    private RunningCost running() {
        RunningCost made = running;
        if (made == null) {
            made = new RunningCost(usage);
            running = made;
        }
        return made;
    }

    /** Made where it is needed: a check of a customer who holds nothing does without. */
    private HighestCost highest() {
        HighestCost made = highest;
        if (made == null) {
            made = highestOf(usage);
            highest = made;
        }
        return made;
    }

    private HighestCost highestOf(PeriodUsage used) {
        HighestCost cost = new HighestCost(used, from);
        held.forEach(cost::hold);
        return cost;
    }

    /** What forbids usage that is known to the unit; to be asked once. */
    Optional<DenyReason> denialOf(Instant windowStart, String modelId, Quantities asked) {
        if (!running().fits(windowStart, modelId, asked)) {
            return Optional.of(DenyReason.SPEND_CAP_REACHED);
        }
        if (held.isEmpty()) {
            running().add(windowStart, modelId, asked);
            return reach.denialOf(Reach.of(plan(), running()), plan());
        }
        if (!highest().fits(modelId, new HeldQuantities(asked))) {
            return Optional.of(DenyReason.SPEND_CAP_REACHED);
        }
        HighestCost after = highestOf(usage.plus(windowStart, modelId, asked));
        return reach.denialOf(Reach.of(plan(), after), plan());
    }

    /** Holds what is asked on top of all else, or says what forbids it; after a denial nothing more is to be held here. */
    Optional<DenyReason> hold(String modelId, HeldQuantities asked) {
        HighestCost cost = highest();
        if (!cost.fits(modelId, asked)) {
            return Optional.of(DenyReason.SPEND_CAP_REACHED);
        }
        cost.hold(modelId, asked);
        Reach after = Reach.of(plan(), cost);
        Optional<DenyReason> denied = reach.denialOf(after, plan());
        if (denied.isEmpty()) {
            reach = after;
        }
        return denied;
    }

    /** Where the customer stands. */
    Quota quota() {
        List<AllowanceQuota> allowances = new ArrayList<>();
        for (int i = 0; i < plan().allowances().size(); i++) {
            Allowance allowance = plan().allowances().get(i);
            long used = committed.drawn().get(i);
            allowances.add(new AllowanceQuota(
                    allowance.allowanceId(),
                    allowance.quantity(),
                    used,
                    reach.drawn().get(i) - used));
        }
        return new Quota(
                version(), usage.period(), committed.cost(), reach.cost().subtract(committed.cost()), allowances);
    }

    /** What is recorded, by rating window. */
    List<WindowUsage> windows() {
        return usage.windows();
    }

    /** Whose limits hold. */
    PlanVersion version() {
        return usage.windows().getLast().version();
    }

    private Plan plan() {
        return version().plan();
    }
}
