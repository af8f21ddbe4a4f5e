package dev.tallygate.quota;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.ModelPricing;
import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.meter.Quantities;
import dev.tallygate.quota.Quota.AllowanceQuota;
import dev.tallygate.rating.CostBound;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RunningCost;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.usage.TotalsReader;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers the checks that were gathered from one picture of the database: where their customers stand is read once for
 * all, and totals only of those whose answer could depend on them.
 */
final class GroupChecker {

    private final StandingReader standings;
    private final TotalsReader totals;
    private final PlanCatalog catalog;
    private final QuotaView view;
    private final Transactions transactions;
    private final Clock clock;

    GroupChecker(
            StandingReader standings,
            TotalsReader totals,
            PlanCatalog catalog,
            Transactions transactions,
            Clock clock) {
        this.standings = standings;
        this.totals = totals;
        this.catalog = catalog;
        this.view = new QuotaView(catalog);
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A check that the totals decide. */
    private record Open(Check check, Standing standing, RatingWindow window, Quantities quantities) {}

    void answer(List<Check> checks) {
        Map<Check, CheckAnswer> answers = transactions.read(() -> answersTo(checks));
        answers.forEach((check, answer) -> check.answer().complete(answer));
    }

    private Map<Check, CheckAnswer> answersTo(List<Check> checks) {
        Instant now = UtcTimes.toMicros(clock.instant());
        Map<String, Standing> byCustomer = standings.at(
                checks.stream().map(check -> check.request().customerId()).toList(), now);
        Map<Check, CheckAnswer> answers = new IdentityHashMap<>();
        List<Open> open = new ArrayList<>();
        for (Check check : checks) {
            Standing standing = byCustomer.get(check.request().customerId());
            if (standing == null) {
                answers.put(check, new CheckAnswer(DenyReason.CUSTOMER_UNKNOWN, null, now));
            } else {
                answerByGate(check, standing, now, open).ifPresent(answer -> answers.put(check, answer));
            }
        }
        Map<PeriodKey, PeriodUsage> usage = totals.usageIn(open.stream()
                .collect(Collectors.toMap(
                        one -> one.standing().period(), one -> one.standing().windows(), (first, second) -> first)));
        open.forEach(one -> answers.put(
                one.check(),
                answerByTotals(
                        one, Objects.requireNonNull(usage.get(one.standing().period())), now)));
        return answers;
    }

    /** Empty where totals are needed; then the check is among the open ones. */
    private Optional<CheckAnswer> answerByGate(Check check, Standing standing, Instant now, List<Open> open) {
        Optional<RatingWindow> window = standing.windowAt(now);
        if (window.isEmpty()) {
            DenyReason denied = denialOf(standing.customer().status());
            return Optional.of(new CheckAnswer(denied == null ? DenyReason.NO_SUBSCRIPTION : denied, null, now));
        }
        Quota quota = view.withoutAllowances(standing);
        Plan holding = catalog.version(window.get().planVersionId()).plan();
        String modelId = check.request().modelId();
        ModelPricing pricing = holding.pricingFor(modelId);
        Quantities quantities = check.asked().quantitiesFor(pricing);
        DenyReason denied = denialOf(standing.customer().status());
        if (denied == null) {
            denied = denialOf(holding, pricing, quantities);
        }
        if (denied != null || !needsTotals(quota, holding, modelId, quantities)) {
            return Optional.of(new CheckAnswer(denied, quota, now));
        }
        open.add(new Open(check, standing, window.get(), quantities));
        return Optional.empty();
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

    private CheckAnswer answerByTotals(Open open, PeriodUsage usage, Instant now) {
        String modelId = open.check().request().modelId();
        Instant windowStart = open.window().start();
        RunningCost cost = new RunningCost(usage);
        Quota quota = view.withAllowances(open.standing(), cost);
        if (!cost.fits(windowStart, modelId, open.quantities())) {
            return new CheckAnswer(DenyReason.SPEND_CAP_REACHED, quota, now);
        }
        BigDecimal rise = cost.add(windowStart, modelId, open.quantities());
        if (exhausts(quota, view.allowancesOf(open.standing(), cost))) {
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
}
