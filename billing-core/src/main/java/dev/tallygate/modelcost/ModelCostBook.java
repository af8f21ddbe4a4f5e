package dev.tallygate.modelcost;

import dev.tallygate.database.Transactions;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;

/** The book of costs: what a token of a model costs on a day. Earlier days keep what held for them. */
public final class ModelCostBook {
    private final ModelCostRepository repository;
    private final Transactions transactions;
    private final Clock clock;

    ModelCostBook(ModelCostRepository repository, Transactions transactions, Clock clock) {
        this.repository = repository;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What {@link #take} would do; writes nothing. */
    public CostComparison compare(CostFile file, LocalDate fromDay) {
        NavigableMap<String, ModelCost> book = on(fromDay);
        List<CostChange> changes = new ArrayList<>();
        file.costs().forEach(now -> {
            Optional<TokenCosts> before =
                    Optional.ofNullable(book.get(now.modelId())).map(ModelCost::costs);
            if (before.filter(now.costs()::equals).isEmpty()) {
                changes.add(new CostChange(now, before));
            }
        });
        TreeSet<String> absent = new TreeSet<>(book.keySet());
        file.costs().forEach(cost -> absent.remove(cost.modelId()));
        return new CostComparison(changes, file.costs().size() - changes.size(), List.copyOf(absent));
    }

    /**
     * Has the costs that differ hold from a day on, until the next day that the book has for the model. All or none; the
     * same file again changes nothing.
     */
    public CostComparison take(CostFile file, LocalDate fromDay) {
        return transactions.call(() -> {
            CostComparison comparison = compare(file, fromDay);
            List<ModelCost> costs =
                    comparison.changes().stream().map(CostChange::now).toList();
            repository.delete(costs.stream().map(ModelCost::modelId).toList(), fromDay);
            costs.forEach(cost -> repository.insert(cost, fromDay, clock.instant()));
            return comparison;
        });
    }

    /** What models cost on a day, by name. */
    public NavigableMap<String, ModelCost> on(LocalDate day) {
        return until(day).allOn(day);
    }

    CostsOverTime until(LocalDate day) {
        return new CostsOverTime(repository.until(day));
    }
}
