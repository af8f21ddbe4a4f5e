package dev.tallygate.quota;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.ModelPricing;
import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.meter.Quantities;
import dev.tallygate.quota.Quota.AllowanceQuota;
import dev.tallygate.rating.CostBound;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RunningCost;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.EventRules;
import dev.tallygate.usage.TotalsReader;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers what may be used and what was used, from the database each time. */
public final class QuotaLedger {

    private final StandingReader standings;
    private final TotalsReader totals;
    private final PlanCatalog catalog;
    private final Transactions transactions;
    private final Clock clock;

    QuotaLedger(
            StandingReader standings,
            TotalsReader totals,
            PlanCatalog catalog,
            Transactions transactions,
            Clock clock) {
        this.standings = standings;
        this.totals = totals;
        this.catalog = catalog;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Whether the customer may use what is asked, now. A denial is an answer.
     *
     * @throws Rejected {@code FIELD_INVALID}, {@code MODEL_ID_INVALID}, {@code METER_INVALID}, {@code QUANTITY_NEGATIVE},
     *     {@code QUANTITY_TOO_LARGE} or {@code PART_EXCEEDS_WHOLE}
     */
    public CheckAnswer check(CheckRequest request) {
        EventRules.checkModelId(request.modelId());
        Asked asked = Asked.of(request.quantities());
        return transactions.read(() -> {
            Instant now = UtcTimes.toMicros(clock.instant());
            return standings
                    .at(request.customerId(), now)
                    .map(standing -> answer(standing, request.modelId(), asked, now))
                    .orElse(new CheckAnswer(DenyReason.CUSTOMER_UNKNOWN, null, now));
        });
    }

    /** Where the customers stand now, without allowances; those that are unknown or have no subscription are missing. */
    public Map<String, Quota> quotasOf(Collection<String> customerIds) {
        Instant now = UtcTimes.toMicros(clock.instant());
        return transactions.read(() -> {
            Map<String, Quota> quotas = new TreeMap<>();
            standings.at(customerIds, now).forEach((customerId, standing) -> {
                if (!standing.windows().isEmpty()) {
                    quotas.put(customerId, quota(standing, List.of()));
                }
            });
            return quotas;
        });
    }

    /**
     * What the customer used in the billing period that contains the instant, and what is left of it.
     *
     * @throws Rejected {@code CUSTOMER_NOT_FOUND}
     */
    public UsageReport usageOf(String customerId, Instant instant) {
        Instant now = UtcTimes.toMicros(clock.instant());
        return transactions.read(() -> {
            Standing standing = standings
                    .at(customerId, instant)
                    .orElseThrow(() -> Rejected.field(
                            Reason.CUSTOMER_NOT_FOUND, "customer_id", customerId, "an existing customer"));
            Optional<PeriodUsage> usage = usageOf(standing);
            return new UsageReport(
                    customerId,
                    BillingPeriod.monthContaining(standing.period().periodStart()),
                    usage.map(used -> quota(standing, allowancesOf(standing, new RunningCost(used))))
                            .orElse(null),
                    usage.map(PeriodUsage::windows).orElse(List.of()),
                    standing.state(),
                    standing.isUnpriced(),
                    now);
        });
    }

    private CheckAnswer answer(Standing standing, String modelId, Asked asked, Instant now) {
        Optional<RatingWindow> window = standing.windowAt(now);
        if (window.isEmpty()) {
            DenyReason denied = denialOf(standing.customer().status());
            return new CheckAnswer(denied == null ? DenyReason.NO_SUBSCRIPTION : denied, null, now);
        }
        Quota withoutAllowances = quota(standing, List.of());
        PlanVersion holding = catalog.version(window.get().planVersionId());
        ModelPricing pricing = holding.plan().pricingFor(modelId);
        Quantities quantities = asked.quantitiesFor(pricing);
        DenyReason denied = denialOf(standing.customer().status());
        if (denied == null) {
            denied = denialOf(holding.plan(), pricing, quantities);
        }
        if (denied != null || !needsTotals(withoutAllowances, holding.plan(), modelId, quantities)) {
            return new CheckAnswer(denied, withoutAllowances, now);
        }
        return answerByTotals(standing, window.get(), modelId, quantities, now);
    }

    private static @Nullable DenyReason denialOf(CustomerStatus status) {
        return switch (status) {
            case ACTIVE -> null;
            case SUSPENDED -> DenyReason.CUSTOMER_SUSPENDED;
            case CLOSED -> DenyReason.CUSTOMER_CLOSED;
        };
    }

    private static @Nullable DenyReason denialOf(Plan plan, ModelPricing pricing, Quantities quantities) {
        boolean unpriced =
                !pricing.isPriced() || !pricing.unpricedMeters(quantities).isEmpty();
        return switch (plan.unpriced()) {
            case ALLOW -> null;
            case DENY -> unpriced ? DenyReason.MODEL_NOT_IN_PLAN : null;
        };
    }

    /** Totals are read only where what is asked could cross a limit: most checks read the gate alone. */
    private static boolean needsTotals(Quota quota, Plan holding, String modelId, Quantities quantities) {
        boolean hardAllowance = quota.plan().allowances().stream().anyMatch(Allowance::isHard);
        if (hardAllowance) {
            return true;
        }
        return quota.spendCap()
                .filter(cap -> cap.isHard()
                        && quota.spend()
                                        .add(CostBound.riseAtMost(holding, modelId, quantities))
                                        .compareTo(cap.amount())
                                > 0)
                .isPresent();
    }

    private CheckAnswer answerByTotals(
            Standing standing, RatingWindow window, String modelId, Quantities quantities, Instant now) {
        RunningCost cost = new RunningCost(usageOf(standing).orElseThrow());
        Quota quota = quota(standing, allowancesOf(standing, cost));
        if (!cost.fits(window.start(), modelId, quantities)) {
            return new CheckAnswer(DenyReason.SPEND_CAP_REACHED, quota, now);
        }
        BigDecimal rise = cost.add(window.start(), modelId, quantities);
        if (exhausts(quota, allowancesOf(standing, cost))) {
            return new CheckAnswer(DenyReason.ALLOWANCE_EXHAUSTED, quota, now);
        }
        boolean passesCap = rise.signum() > 0
                && quota.spendCap()
                        .filter(cap -> cap.isHard() && quota.spend().add(rise).compareTo(cap.amount()) > 0)
                        .isPresent();
        return new CheckAnswer(passesCap ? DenyReason.SPEND_CAP_REACHED : null, quota, now);
    }

    /** Whether a hard allowance that what is asked draws on would be passed. */
    private static boolean exhausts(Quota quota, List<AllowanceQuota> after) {
        for (int i = 0; i < after.size(); i++) {
            AllowanceQuota allowance = after.get(i);
            boolean draws = allowance.used() > quota.allowances().get(i).used();
            if (draws
                    && allowance.used() > allowance.included()
                    && quota.plan().allowances().get(i).isHard()) {
                return true;
            }
        }
        return false;
    }

    private Optional<PeriodUsage> usageOf(Standing standing) {
        return Optional.ofNullable(
                totals.usageIn(Map.of(standing.period(), standing.windows())).get(standing.period()));
    }

    private List<AllowanceQuota> allowancesOf(Standing standing, RunningCost cost) {
        return versionOf(standing).plan().allowances().stream()
                .map(allowance -> new AllowanceQuota(
                        allowance.allowanceId(), allowance.quantity(), cost.used(allowance.allowanceId())))
                .toList();
    }

    private Quota quota(Standing standing, List<AllowanceQuota> allowances) {
        return new Quota(
                versionOf(standing),
                BillingPeriod.monthContaining(standing.period().periodStart()),
                standing.spend(),
                allowances);
    }

    private PlanVersion versionOf(Standing standing) {
        return catalog.version(standing.windows().getLast().planVersionId());
    }
}
