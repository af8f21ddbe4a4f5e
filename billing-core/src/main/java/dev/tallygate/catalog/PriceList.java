package dev.tallygate.catalog;

import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The charges of a plan in plan order, the groups of models that they name, and the meters that are free where uncharged. */
public record PriceList(List<Charge> charges, ModelGroups models, NavigableSet<String> freeMeters) {

    public PriceList {
        charges = List.copyOf(charges);
        freeMeters = Collections.unmodifiableNavigableSet(new TreeSet<>(freeMeters));
    }
}
