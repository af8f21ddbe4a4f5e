package dev.tallygate.catalog;

import dev.tallygate.meter.Ids;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of the text and the path that findings call it by. Readers answer empty where the value is not what was asked for,
 * after telling {@link Findings}. Numbers are read from their digits, never through a binary fraction.
 */
record YamlValue(Node node, String path, Findings findings, MoneyPlace place) {

    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9_]{0,39})(\\.[0-9]{1,40})?");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9_]{0,39})");

    /** The value at this place; of a map by currency, the value in the currency that is read. */
    static YamlValue at(Node node, String path, Findings findings, MoneyPlace place) {
        YamlValue value = new YamlValue(node, path, findings, place);
        return CurrencyReader.isByCurrency(node, place) ? CurrencyReader.choose(value) : value;
    }

    /** The same value of a plan that is read in this currency. */
    YamlValue in(MoneyPlace other) {
        return new YamlValue(node, path, findings, other);
    }

    int line() {
        return node.getStartMark().getLine() + 1;
    }

    void refuse(String expected) {
        refuse(given(), expected);
    }

    void refuse(String given, String expected) {
        findings.add(line(), path, given, expected);
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    boolean isEmptyList() {
        return node instanceof SequenceNode sequence && sequence.getValue().isEmpty();
    }

    boolean isNothing() {
        return node.getTag().equals(Tag.NULL);
    }

    /** Whether it is exactly this text; no finding where it is not. */
    boolean isText(String expected) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(expected);
    }

    Optional<String> text() {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            return Optional.of(scalar.getValue());
        }
        refuse("a text");
        return Optional.empty();
    }

    /** An id: 1 to {@code bytesMax} bytes 0x21-0x7E. */
    Optional<String> id(int bytesMax) {
        return text().filter(text -> {
            boolean legal = Ids.isLegal(text, bytesMax);
            if (!legal) {
                refuse("1 to " + bytesMax + " visible ASCII characters, no space");
            }
            return legal;
        });
    }

    /** A decimal from 0 to {@code max} with at most {@code placesMax} places. */
    Optional<BigDecimal> decimal(int placesMax, BigDecimal max) {
        if (!(node instanceof ScalarNode scalar)
                || !DECIMAL.matcher(scalar.getValue()).matches()) {
            refuse("a decimal number without an exponent, such as 0.020");
            return Optional.empty();
        }
        BigDecimal decimal = new BigDecimal(scalar.getValue().replace("_", ""));
        if (decimal.signum() < 0) {
            refuse(">= 0");
        } else if (decimal.stripTrailingZeros().scale() > placesMax) {
            refuse("at most " + placesMax + " decimal places");
        } else if (decimal.compareTo(max) > 0) {
            refuse("at most " + max.toPlainString());
        } else {
            return Optional.of(decimal);
        }
        return Optional.empty();
    }

    /** As {@link #decimal}, an amount of money: other than 0 it is one in each currency of the plan. */
    Optional<BigDecimal> amount(int placesMax, BigDecimal max) {
        Optional<BigDecimal> amount = decimal(placesMax, max);
        if (place.lacksCurrency() && amount.filter(given -> given.signum() != 0).isPresent()) {
            refuse("an amount in each of " + place.listed());
            return Optional.empty();
        }
        return amount;
    }

    /** A whole number in the bounds, both included. */
    Optional<Long> whole(long min, long max) {
        if (!(node instanceof ScalarNode scalar)
                || !WHOLE.matcher(scalar.getValue()).matches()) {
            refuse("a whole number, such as 1_000");
            return Optional.empty();
        }
        BigDecimal whole = new BigDecimal(scalar.getValue().replace("_", ""));
        if (whole.compareTo(BigDecimal.valueOf(min)) < 0 || whole.compareTo(BigDecimal.valueOf(max)) > 0) {
            refuse("a whole number from " + min + " to " + max);
            return Optional.empty();
        }
        return Optional.of(whole.longValueExact());
    }

    /** {@code true} or {@code false}. */
    Optional<Boolean> truth() {
        if (isText("true") || isText("false")) {
            return Optional.of(isText("true"));
        }
        refuse("true or false");
        return Optional.empty();
    }

    /** The constant that is written in lower case. */
    <E extends Enum<E>> Optional<E> oneOf(List<E> constants) {
        Optional<String> text = text();
        Optional<E> constant = text.flatMap(written -> constants.stream()
                .filter(candidate -> candidate.name().toLowerCase(Locale.ROOT).equals(written))
                .findFirst());
        if (text.isPresent() && constant.isEmpty()) {
            refuse(String.join(
                    " or ",
                    constants.stream()
                            .map(candidate -> candidate.name().toLowerCase(Locale.ROOT))
                            .toList()));
        }
        return constant;
    }

    /** The items of a list; empty, and told, for anything else. */
    List<YamlValue> items() {
        if (node instanceof SequenceNode sequence) {
            List<Node> nodes = sequence.getValue();
            return IntStream.range(0, nodes.size())
                    .mapToObj(i -> at(nodes.get(i), path + "[" + i + "]", findings, place))
                    .toList();
        }
        refuse("a list");
        return List.of();
    }

    /** The items of a list, or the value itself as the only one. */
    List<YamlValue> itemsOrOne() {
        return node instanceof SequenceNode ? items() : List.of(this);
    }

    /** The fields of a map; one without fields, and told, for anything else. */
    YamlFields fields() {
        if (node instanceof MappingNode mapping) {
            return YamlFields.of(this, mapping);
        }
        refuse("a map of names and values");
        return YamlFields.none(this);
    }

    private String given() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().isEmpty() ? "nothing" : scalar.getValue();
        }
        return isMap() ? "a map" : "a list";
    }
}
