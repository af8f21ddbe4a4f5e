package dev.tallygate.modelcost;

import java.util.Optional;

/** What an import does to one model: {@code before} empty = it is new. */
public record CostChange(ModelCost now, Optional<TokenCosts> before) {

    public boolean isNew() {
        return before.isEmpty();
    }
}
