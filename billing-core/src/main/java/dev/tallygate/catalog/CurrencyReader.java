package dev.tallygate.catalog;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads which currencies a plan is in, and chooses among amounts that are written for each of them. */
final class CurrencyReader {

    static final int CURRENCIES_MAX = 20;

    private CurrencyReader() {}

    /** The currency, or all that are listed, the first being that of customers who name none; empty where one is wrong. */
    static List<Currency> currencies(YamlValue value) {
        List<Currency> currencies = new ArrayList<>();
        List<YamlValue> items = value.itemsOrOne();
        for (YamlValue item : items) {
            Optional<Currency> currency = currency(item);
            if (currency.isPresent() && currencies.contains(currency.get())) {
                item.refuse("each currency once");
                return List.of();
            }
            currency.ifPresent(currencies::add);
        }
        if (items.isEmpty() || items.size() > CURRENCIES_MAX) {
            value.refuse(items.size() + " currencies", "1 to " + CURRENCIES_MAX);
        }
        return currencies.size() == items.size() ? currencies : List.of();
    }

    private static Optional<Currency> currency(YamlValue value) {
        Optional<String> code = value.text();
        Optional<Currency> currency = code.flatMap(written -> Currency.getAvailableCurrencies().stream()
                .filter(known -> known.getCurrencyCode().equals(written) && known.getDefaultFractionDigits() >= 0)
                .findFirst());
        if (code.isPresent() && currency.isEmpty()) {
            value.refuse("an ISO 4217 code, such as USD");
        }
        return currency;
    }

    /** Whether the map at this place is one by currency: it names at least one of the plan's. */
    static boolean isByCurrency(Node node, MoneyPlace place) {
        return place.kind() != MoneyPlace.Kind.OUTSIDE
                && node instanceof MappingNode mapping
                && mapping.getValue().stream().anyMatch(tuple -> names(tuple, place));
    }

    private static boolean names(NodeTuple tuple, MoneyPlace place) {
        return tuple.getKeyNode() instanceof ScalarNode key && place.codes().contains(key.getValue());
    }

    /**
     * The value in the currency that is read. A map that lacks a currency of the plan, or names something else, is told; then
     * some value of it is answered, so that reading goes on.
     */
    static YamlValue choose(YamlValue map) {
        MoneyPlace place = map.place();
        if (place.kind() == MoneyPlace.Kind.CHOSEN) {
            map.refuse("currencies once more", "what it is in " + place.code() + ": the map above has chosen it");
        }
        List<String> given = new ArrayList<>();
        @Nullable NodeTuple chosen = null;
        List<NodeTuple> tuples = ((MappingNode) map.node()).getValue();
        for (NodeTuple tuple : tuples) {
            YamlValue key = new YamlValue(tuple.getKeyNode(), map.path(), map.findings(), place.chosen());
            String name = key.text().orElse("");
            if (given.contains(name)) {
                key.refuse("given twice", "each currency once");
            } else if (!place.codes().contains(name)) {
                key.refuse("only currencies beside others: " + place.listed());
            }
            given.add(name);
            chosen = name.equals(place.code()) && chosen == null ? tuple : chosen;
        }
        if (chosen == null) {
            map.refuse("nothing in " + place.code(), "a value in each of " + place.listed());
        }
        NodeTuple taken = chosen == null ? tuples.getFirst() : chosen;
        String name = chosen == null ? "" : "." + place.code();
        return YamlValue.at(taken.getValueNode(), map.path() + name, map.findings(), place.chosen());
    }
}
