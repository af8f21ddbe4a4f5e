package dev.tallygate.modelcost;

import dev.tallygate.catalog.ModelPattern;
import dev.tallygate.catalog.PlanInvalid;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Prices that are a multiple of what models cost: {@code cost_plus: {factor: 1.3, models: [gpt-4o*]}} of a charge is written
 * out as the {@code matrix} that it comes to on the day of publication, before the plan is read. What is published has exact
 * decimals and does not move with the book.
 */
public final class CostPlus {
    private static final String FIELD = "cost_plus";
    private static final String SHAPE = "{factor: 1.3, models: [MODEL, PATTERN*]}";
    private static final Pattern FACTOR = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,6})?");
    private static final Pattern PER = Pattern.compile("[0-9_]{1,20}");
    private static final int PLACES_MAX = 12;
    private static final int INDENT = 2;

    private final ModelCostBook book;
    private final Clock clock;

    CostPlus(ModelCostBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /**
     * The text with every {@code cost_plus} replaced; the same text where there is none, or where it is no YAML, which its
     * reader then says.
     *
     * @throws PlanInvalid with each line that cannot be written out: a model without a cost, a price of too many places
     */
    public String writtenOut(String yaml) {
        if (!yaml.contains(FIELD)) {
            return yaml;
        }
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Writing writing = new Writing(day, book.on(day));
        plans(yaml).forEach(writing::plan);
        return writing.into(yaml);
    }

    private static List<MappingNode> plans(String yaml) {
        List<MappingNode> plans = new ArrayList<>();
        try {
            for (Node document :
                    new Yaml(new SafeConstructor(new LoaderOptions())).composeAll(new StringReader(yaml))) {
                if (document instanceof MappingNode plan) {
                    plans.add(plan);
                }
            }
        } catch (YAMLException malformed) {
            return List.of();
        }
        return plans;
    }

    private static Stream<MappingNode> charges(MappingNode plan) {
        return value(plan, "charges").orElse(plan) instanceof SequenceNode list
                ? list.getValue().stream()
                        .flatMap(item -> item instanceof MappingNode charge ? Stream.of(charge) : Stream.empty())
                : Stream.empty();
    }

    private static boolean isInSeveralCurrencies(MappingNode plan) {
        return value(plan, "currency").orElse(plan) instanceof SequenceNode list
                && list.getValue().size() > 1;
    }

    private static Optional<NodeTuple> field(MappingNode node, String name) {
        return node.getValue().stream()
                .filter(field -> field.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .findFirst();
    }

    private static Optional<Node> value(MappingNode node, String name) {
        return field(node, name).map(NodeTuple::getValueNode);
    }

    private static Optional<String> text(Optional<Node> node) {
        return node.flatMap(
                given -> given instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty());
    }

    /** A stretch of the text, in code points, and what stands in its place. */
    private record Replacement(int start, int end, String text) {}

    /** A model of the book, and where the plan names it. */
    private record Row(ModelCost cost, Node named) {}

    /** How the charge is to be priced. */
    private record Terms(BigDecimal factor, BigDecimal per, String indent) {
        BigDecimal price(BigDecimal cost) {
            BigDecimal price = cost.multiply(per).multiply(factor).stripTrailingZeros();
            return price.scale() < 0 ? price.setScale(0) : price;
        }
    }

    /** One text on its way out. */
    private static final class Writing {
        private final LocalDate day;
        private final NavigableMap<String, ModelCost> costs;
        private final List<Replacement> replacements = new ArrayList<>();
        private final List<PlanInvalid.Finding> findings = new ArrayList<>();

        Writing(LocalDate day, NavigableMap<String, ModelCost> costs) {
            this.day = day;
            this.costs = costs;
        }

        void plan(MappingNode plan) {
            if (isInSeveralCurrencies(plan)) {
                charges(plan)
                        .flatMap(charge -> field(charge, FIELD).stream())
                        .forEach(field -> refuse(
                                field.getKeyNode(), "several currencies", "a plan in one currency: costs are in USD"));
                return;
            }
            charges(plan).forEach(this::charge);
        }

        private void charge(MappingNode charge) {
            field(charge, FIELD).ifPresent(field -> {
                Optional<MappingNode> terms =
                        field.getValueNode() instanceof MappingNode node && node.getFlowStyle() == FlowStyle.FLOW
                                ? Optional.of(node)
                                : Optional.empty();
                Optional<BigDecimal> factor = text(terms.flatMap(node -> value(node, "factor")))
                        .filter(given -> FACTOR.matcher(given).matches())
                        .map(BigDecimal::new);
                Optional<SequenceNode> models = terms.flatMap(node -> value(node, "models"))
                        .flatMap(node -> node instanceof SequenceNode list ? Optional.of(list) : Optional.empty());
                if (factor.isEmpty()
                        || models.isEmpty()
                        || terms.orElseThrow().getValue().size() != 2) {
                    refuse(field.getKeyNode(), "another shape", SHAPE);
                    return;
                }
                int column = field.getKeyNode().getStartMark().getColumn();
                Terms priced = new Terms(factor.get(), per(charge), " ".repeat(column + INDENT));
                replacements.add(new Replacement(
                        field.getKeyNode().getStartMark().getIndex(),
                        field.getValueNode().getEndMark().getIndex(),
                        matrix(models.get(), priced)));
            });
        }

        /** As the plan's reader takes it; what it does not take it refuses itself. */
        private static BigDecimal per(MappingNode charge) {
            return text(value(charge, "per"))
                    .filter(given -> PER.matcher(given).matches())
                    .map(given -> new BigDecimal(given.replace("_", "")))
                    .orElse(BigDecimal.ONE);
        }

        private String matrix(SequenceNode models, Terms terms) {
            StringBuilder text = new StringBuilder("matrix: { # costs of %s x %s\n"
                    .formatted(day, terms.factor().toPlainString()));
            rows(models)
                    .values()
                    .forEach(row -> text.append(terms.indent())
                            .append('"')
                            .append(row.cost().modelId())
                            .append("\": {")
                            .append(cells(row, terms))
                            .append("},\n"));
            return text.append(terms.indent()).append('}').toString();
        }

        /** The models of the book that are named, each once. */
        private NavigableMap<String, Row> rows(SequenceNode models) {
            NavigableMap<String, Row> rows = new TreeMap<>();
            for (Node node : models.getValue()) {
                String given = text(Optional.of(node)).orElse("");
                if (!ModelPattern.isLegal(given)) {
                    refuse(node, given, "a model or a pattern such as gpt-4o*");
                    continue;
                }
                ModelPattern pattern = new ModelPattern(given);
                List<ModelCost> found = costs.values().stream()
                        .filter(cost -> pattern.matches(cost.modelId()))
                        .toList();
                if (found.isEmpty()) {
                    refuse(node, given, "a model with a cost on " + day + ": ./tallygate costs import FILE");
                }
                found.forEach(cost -> rows.putIfAbsent(cost.modelId(), new Row(cost, node)));
            }
            return rows;
        }

        private String cells(Row row, Terms terms) {
            List<String> cells = new ArrayList<>();
            for (TokenKind kind : TokenKind.values()) {
                row.cost().costs().told(kind).map(terms::price).ifPresent(price -> {
                    if (price.scale() > PLACES_MAX) {
                        refuse(
                                row.named(),
                                row.cost().modelId() + " at " + price.toPlainString(),
                                "at most " + PLACES_MAX + " places: a larger per, or a shorter factor");
                    }
                    cells.add(kind.name().toLowerCase(Locale.ROOT) + ": " + price.toPlainString());
                });
            }
            return String.join(", ", cells);
        }

        private void refuse(Node node, String given, String expected) {
            findings.add(new PlanInvalid.Finding(node.getStartMark().getLine() + 1, FIELD, given, expected));
        }

        String into(String yaml) {
            if (!findings.isEmpty()) {
                throw new PlanInvalid(findings);
            }
            StringBuilder text = new StringBuilder(yaml);
            replacements.stream()
                    .sorted(Comparator.comparingInt(Replacement::start).reversed())
                    .forEach(replacement -> text.replace(
                            yaml.offsetByCodePoints(0, replacement.start()),
                            yaml.offsetByCodePoints(0, replacement.end()),
                            replacement.text()));
            return text.toString();
        }
    }
}
