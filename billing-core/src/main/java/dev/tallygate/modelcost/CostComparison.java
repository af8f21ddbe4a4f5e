package dev.tallygate.modelcost;

import java.util.List;

/**
 * A file of costs beside the book of a day.
 *
 * @param changes new and other costs, by model
 * @param unchanged models that cost the same
 * @param absent models of the book that the file does not have: they keep their costs
 */
public record CostComparison(List<CostChange> changes, int unchanged, List<String> absent) {

    public CostComparison {
        changes = List.copyOf(changes);
        absent = List.copyOf(absent);
    }
}
