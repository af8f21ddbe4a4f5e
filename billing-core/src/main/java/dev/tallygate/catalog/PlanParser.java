package dev.tallygate.catalog;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads plans from YAML, one a document. Published versions are read again by it, so what a field means, and what its absence
 * means, never changes.
 */
public final class PlanParser {

    private static final int CODE_POINTS_MAX = 1_000_000;

    /** What YAML counts as the end of a line. */
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|[\n\r\u0085\u2028\u2029]");

    private final String yaml;
    private final FixedMeters fixed;
    private final Findings findings = new Findings();

    private PlanParser(String yaml, FixedMeters fixed) {
        this.yaml = yaml;
        this.fixed = fixed;
    }

    /**
     * All plans of the text, in its order, each with the lines it was read from.
     *
     * @throws PlanInvalid with every finding and its line
     */
    public static List<PlanDefinition> parse(String yaml) {
        return new PlanParser(yaml, FixedMeters.NONE).parse();
    }

    /**
     * Reads a plan again, now that it is known which aggregations are fixed.
     *
     * @throws PlanInvalid where it has a meter otherwise, with the lines of the text that it was first read from
     */
    static void requireAsFixed(PlanDefinition definition, FixedMeters fixed) {
        try {
            new PlanParser(definition.source(), fixed).parse();
        } catch (PlanInvalid invalid) {
            throw new PlanInvalid(invalid.findings().stream()
                    .map(finding -> new PlanInvalid.Finding(
                            definition.firstLine() + finding.line() - 1,
                            finding.field(),
                            finding.given(),
                            finding.expected()))
                    .toList());
        }
    }

    private List<PlanDefinition> parse() {
        List<PlanDefinition> definitions = new ArrayList<>();
        List<Source> sources = sources();
        List<Node> documents = documents();
        Set<String> planIds = new HashSet<>();
        for (int i = 0; i < documents.size(); i++) {
            YamlValue document = new YamlValue(documents.get(i), "", findings, MoneyPlace.SINGLE);
            if (!document.isNothing()) {
                Source source = sources.get(i);
                List<Plan> plans = plans(document, planIds);
                if (!plans.isEmpty()) {
                    definitions.add(new PlanDefinition(plans, source.text(), source.firstLine()));
                }
            }
        }
        if (definitions.isEmpty() && findings.areNone()) {
            findings.add(1, "plan", "nothing", "a plan");
        }
        findings.throwIfAny();
        return definitions;
    }

    private List<Plan> plans(YamlValue document, Set<String> planIds) {
        YamlFields fields = document.fields();
        List<Plan> plans = new PlanReader(fields, fixed).read();
        plans.stream()
                .findFirst()
                .filter(read -> !planIds.add(read.planId()))
                .flatMap(read -> fields.optional("plan"))
                .ifPresent(value -> value.refuse("each plan once in a file"));
        return plans;
    }

    private List<Node> documents() {
        List<Node> documents = new ArrayList<>();
        try {
            yaml().composeAll(new StringReader(yaml)).forEach(documents::add);
        } catch (YAMLException e) {
            findings.add(lineOf(e), "yaml", problemOf(e), "well-formed YAML");
            findings.throwIfAny();
        }
        return documents;
    }

    private record Source(String text, int firstLine) {}

    /** The lines of each document, comments included; what stands before the first belongs to it. */
    private List<Source> sources() {
        List<Integer> starts = documentStarts();
        List<String> lines = List.of(LINE_BREAK.split(yaml));
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int from = i == 0 ? 0 : starts.get(i);
            int to = i + 1 < starts.size() ? starts.get(i + 1) : lines.size();
            sources.add(new Source(String.join("\n", lines.subList(from, to)) + "\n", from + 1));
        }
        return sources;
    }

    private List<Integer> documentStarts() {
        List<Integer> starts = new ArrayList<>();
        try {
            for (Event event : yaml().parse(new StringReader(yaml))) {
                if (event instanceof DocumentStartEvent start) {
                    starts.add(start.getStartMark().getLine());
                }
            }
        } catch (YAMLException e) {
            findings.add(lineOf(e), "yaml", problemOf(e), "well-formed YAML");
            findings.throwIfAny();
        }
        return starts;
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(CODE_POINTS_MAX);
        return new Yaml(new SafeConstructor(options));
    }

    private int lineOf(YAMLException e) {
        if (e instanceof MarkedYAMLException marked) {
            Mark mark = marked.getProblemMark();
            return mark == null ? 1 : mark.getLine() + 1;
        }
        if (e instanceof ReaderException reader) {
            return (int) yaml.codePoints()
                            .limit(reader.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
        }
        return 1;
    }

    private static String problemOf(YAMLException e) {
        return e instanceof MarkedYAMLException marked && marked.getProblem() != null
                ? marked.getProblem()
                : String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }
}
