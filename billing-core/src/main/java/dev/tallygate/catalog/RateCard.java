package dev.tallygate.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Which price a model gets: one for all, by its group, or by its name or pattern. */
public sealed interface RateCard {

    /** The key of a {@link ByGroup} card for models in no group. */
    String OTHERS = "*";

    Optional<Price> priceFor(String modelId);

    /** The prices on it, in the order of their keys. */
    Collection<Price> prices();

    /** One price holds for all models, the empty one included. */
    record ForAllModels(Price price) implements RateCard {

        @Override
        public Optional<Price> priceFor(String modelId) {
            return Optional.of(price);
        }

        @Override
        public Collection<Price> prices() {
            return List.of(price);
        }
    }

    /** A price for each group named; {@code *} is for models in no group and for groups not named. */
    record ByGroup(ModelGroups groups, NavigableMap<String, Price> byGroup) implements RateCard {

        public ByGroup {
            byGroup = Collections.unmodifiableNavigableMap(new TreeMap<>(byGroup));
        }

        @Override
        public Optional<Price> priceFor(String modelId) {
            return groupFor(modelId).map(byGroup::get);
        }

        /** The key of this card that the model falls to. */
        public Optional<String> groupFor(String modelId) {
            return groups.groupOf(modelId)
                    .filter(byGroup::containsKey)
                    .or(() -> Optional.of(OTHERS).filter(byGroup::containsKey));
        }

        @Override
        public Collection<Price> prices() {
            return byGroup.values();
        }
    }

    /** A price for each name or pattern: exact before the longest pattern before {@code *}. */
    record ByModel(NavigableMap<ModelPattern, Price> byPattern) implements RateCard {

        public ByModel {
            byPattern = Collections.unmodifiableNavigableMap(new TreeMap<>(byPattern));
        }

        @Override
        public Optional<Price> priceFor(String modelId) {
            return ModelPattern.closest(byPattern.keySet(), modelId).map(byPattern::get);
        }

        @Override
        public Collection<Price> prices() {
            return byPattern.values();
        }
    }
}
