package dev.tallygate.modelcost;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.BillingPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Margins by customer, model and day: worked out from the events, and read. */
public final class MarginBook {
    private final MarginRepository repository;
    private final ModelCostBook costs;
    private final PlanCatalog plans;
    private final Transactions transactions;

    MarginBook(MarginRepository repository, ModelCostBook costs, PlanCatalog plans, Transactions transactions) {
        this.repository = repository;
        this.costs = costs;
        this.plans = plans;
        this.transactions = transactions;
    }

    /**
     * Works the margins of these customers' periods out anew, by the costs that the book has now. Once or ten times is the
     * same. Some hundred periods at most.
     *
     * @return rows written
     */
    public int rollUp(Collection<PeriodKey> periods) {
        Map<Instant, TreeSet<Long>> byPeriod = new TreeMap<>();
        periods.forEach(key -> byPeriod.computeIfAbsent(key.periodStart(), start -> new TreeSet<>())
                .add(key.customerKey()));
        int rows = 0;
        for (Map.Entry<Instant, TreeSet<Long>> period : byPeriod.entrySet()) {
            rows += rollUp(BillingPeriod.monthContaining(period.getKey()), period.getValue());
        }
        return rows;
    }

    private int rollUp(BillingPeriod period, Set<Long> customerKeys) {
        CostsOverTime book = costs.until(LocalDate.ofInstant(period.end(), ZoneOffset.UTC));
        return transactions.call(() -> {
            List<DailyMargin> margins = new ArrayList<>();
            repository.used(customerKeys, period.start()).forEach(used -> margins.add(margin(used, book)));
            repository.delete(customerKeys, period);
            repository.insert(margins);
            return margins.size();
        });
    }

    private DailyMargin margin(DayUsage used, CostsOverTime book) {
        Optional<TokenCosts> known = book.on(used.modelId(), used.day()).map(ModelCost::costs);
        return new DailyMargin(
                used, plans.version(used.planVersionId()).plan().currency(), TokenSpend.of(used.quantities(), known));
    }

    /** Sums of a month's days, by currency and then the largest revenue first. */
    public List<MarginSum> sums(BillingPeriod period, MarginsBy by, Optional<Long> customerKey) {
        return repository.sums(period, by, customerKey);
    }
}
