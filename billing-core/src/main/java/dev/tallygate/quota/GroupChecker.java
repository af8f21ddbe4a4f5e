package dev.tallygate.quota;

import dev.tallygate.catalog.Allowance;
import dev.tallygate.catalog.ModelPricing;
import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.SpendCap;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.meter.Quantities;
import dev.tallygate.rating.CostBound;
import dev.tallygate.time.UtcTimes;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers the checks that were gathered from one picture of the database: where their customers stand is read once for
 * all, and totals only of those whose answer could depend on them.
 */
final class GroupChecker {

    private final StandingRepository standings;
    private final OutlookReader outlooks;
    private final PlanCatalog catalog;
    private final QuotaView view;
    private final Transactions transactions;
    private final Clock clock;

    GroupChecker(
            StandingRepository standings,
            OutlookReader outlooks,
            PlanCatalog catalog,
            Transactions transactions,
            Clock clock) {
        this.standings = standings;
        this.outlooks = outlooks;
        this.catalog = catalog;
        this.view = new QuotaView(catalog);
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A check whose answer tells of totals; they decide it too, unless it is denied already. */
    private record Open(
            Check check,
            Standing standing,
            RatingWindow window,
            Quantities quantities,
            Optional<Overdue> overdue,
            Optional<DenyReason> denied) {}

    void answer(List<Check> checks) {
        List<Check> open = new ArrayList<>();
        transactions
                .ask(() -> {
                    open.clear();
                    return answersByGate(checks, open);
                })
                .forEach((check, answer) -> check.answer().complete(answer));
        if (!open.isEmpty()) {
            transactions
                    .read(() -> answersByTotals(open))
                    .forEach((check, answer) -> check.answer().complete(answer));
        }
    }

    /** Where customers stand, in one statement; checks that need totals are left open. */
    private Map<Check, CheckAnswer> answersByGate(List<Check> checks, List<Check> open) {
        Map<Check, CheckAnswer> answers = new HashMap<>();
        List<Open> needTotals = new ArrayList<>();
        judgeByGate(checks, UtcTimes.toMicros(clock.instant()), answers, needTotals);
        needTotals.forEach(one -> open.add(one.check()));
        return answers;
    }

    /** All again with totals and holds, in one picture: since the first look anything may have changed. */
    private Map<Check, CheckAnswer> answersByTotals(List<Check> checks) {
        Instant now = UtcTimes.toMicros(clock.instant());
        Map<Check, CheckAnswer> answers = new HashMap<>();
        List<Open> open = new ArrayList<>();
        judgeByGate(checks, now, answers, open);
        Map<PeriodKey, Supplier<Outlook>> periods =
                outlooks.of(open.stream().map(Open::standing).toList(), now);
        open.forEach(one -> answers.put(
                one.check(),
                answerByTotals(
                        one,
                        Objects.requireNonNull(periods.get(one.standing().period()))
                                .get(),
                        now)));
        return answers;
    }

    private void judgeByGate(List<Check> checks, Instant now, Map<Check, CheckAnswer> answers, List<Open> open) {
        Map<String, Standing> byCustomer = standings.at(
                checks.stream().map(check -> check.request().customerId()).toList(), now);
        for (Check check : checks) {
            Standing standing = byCustomer.get(check.request().customerId());
            if (standing == null) {
                answers.put(check, CheckAnswer.denied(DenyReason.CUSTOMER_UNKNOWN, now));
            } else {
                answerByGate(check, standing, now, open).ifPresent(answer -> answers.put(check, answer));
            }
        }
    }

    /** Empty where totals are needed; then the check is among the open ones. */
    private Optional<CheckAnswer> answerByGate(Check check, Standing standing, Instant now, List<Open> open) {
        Optional<RatingWindow> window = standing.windowAt(now);
        Optional<DenyReason> ofStatus = Denials.ofStatus(standing.status());
        if (window.isEmpty()) {
            return Optional.of(CheckAnswer.denied(ofStatus.orElse(DenyReason.NO_SUBSCRIPTION), now));
        }
        Quota quota = view.withoutAllowances(standing);
        Plan holding = catalog.version(window.get().planVersionId()).plan();
        String modelId = check.request().modelId();
        ModelPricing pricing = holding.pricingFor(modelId);
        Quantities quantities = check.asked().quantitiesFor(holding, modelId, now);
        Optional<Overdue> overdue = Overdue.of(standing.debt(), holding, now);
        Optional<DenyReason> denied = ofStatus.or(() -> Denials.ofPayment(overdue, now))
                .or(() -> Denials.ofPrices(holding, pricing, quantities));
        Open asked = new Open(check, standing, window.get(), quantities, overdue, denied);
        if (standing.holds().isNone() && (denied.isPresent() || !needsTotals(quota, asked))) {
            return Optional.of(new CheckAnswer(denied.orElse(null), quota, overdue.orElse(null), now));
        }
        open.add(asked);
        return Optional.empty();
    }

    /** Totals are read only where holds live, or what is asked could cross a limit: most checks read the gate alone. */
    private boolean needsTotals(Quota quota, Open asked) {
        boolean hardAllowance = quota.plan().allowances().stream().anyMatch(Allowance::isHard);
        if (hardAllowance) {
            return true;
        }
        return quota.spendCap()
                .filter(SpendCap::isHard)
                .filter(cap -> couldPass(cap, asked, quota.spend()))
                .isPresent();
    }

    /** A volume price in any window of the period may be taken to another tier; else the plan that holds bounds the rise. */
    private boolean couldPass(SpendCap cap, Open asked, BigDecimal spend) {
        String modelId = asked.check().request().modelId();
        boolean needsTotals = asked.standing().windows().stream()
                .map(this::planOf)
                .anyMatch(plan -> CostBound.needsTotals(plan, modelId));
        return needsTotals
                || spend.add(CostBound.riseAtMost(planOf(asked.window()), modelId, asked.quantities()))
                                .compareTo(cap.amount())
                        > 0;
    }

    private Plan planOf(RatingWindow window) {
        return catalog.version(window.planVersionId()).plan();
    }

    private static CheckAnswer answerByTotals(Open open, Outlook outlook, Instant now) {
        Quota quota = outlook.quota();
        Optional<DenyReason> denied = open.denied()
                .or(() -> outlook.denialOf(
                        open.window().start(), open.check().request().modelId(), open.quantities()));
        return new CheckAnswer(denied.orElse(null), quota, open.overdue().orElse(null), now);
    }
}
