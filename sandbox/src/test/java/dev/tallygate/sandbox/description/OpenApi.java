package dev.tallygate.sandbox.description;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a provider's description says of requests and answers, with its known errors overridden by name. */
public final class OpenApi {
    private final JsonNode root;
    private final Predicate<String> isKnown;

    /** @param knownErrors findings that are the description's own fault, each as a pattern of the whole of it */
    OpenApi(JsonNode root, List<String> knownErrors) {
        this.root = root;
        this.isKnown = Pattern.compile(String.join("|", knownErrors)).asMatchPredicate();
    }

    /** Which version of the API it describes. */
    public String version() {
        return root.path("info").path("version").asString("");
    }

    /** What of a request with a JSON body is not as described. */
    public List<String> requestFindings(Exchange exchange) {
        return operation(exchange)
                .map(operation -> requestFindings(operation, exchange))
                .orElseGet(() -> List.of(nameless(exchange)));
    }

    /** What of an answer is not as described; nothing of one that is no JSON. */
    public List<String> answerFindings(Exchange exchange) {
        Optional<Operation> found = operation(exchange);
        Optional<JsonNode> answered = exchange.answered();
        if (found.isEmpty() && exchange.status() < 400) {
            return List.of(nameless(exchange));
        }
        if (found.isEmpty() || answered.isEmpty()) {
            return List.of();
        }
        Operation operation = found.get();
        JsonNode responses = operation.node().path("responses");
        String status = Integer.toString(exchange.status());
        JsonNode response = new Schema(root, responses.path(responses.has(status) ? status : "default")).node();
        Schema schema = new Schema(root, json(response.path("content")));
        return schema.isMissing()
                ? List.of()
                : justified(schema.findings(status + " " + operation.name() + " ", answered.get()));
    }

    /** What of an object is not as its resource is described. */
    List<String> resourceFindings(JsonNode object) {
        String name = object.path("object").asString("");
        JsonNode described = root.path("components").path("schemas").path(name);
        return described.isMissingNode()
                ? List.of(name + ": no such resource")
                : justified(new Schema(root, described).findings(name, object));
    }

    private record Operation(String template, String name, JsonNode node, JsonNode path) {}

    private Optional<Operation> operation(Exchange exchange) {
        return root.path("paths").propertyNames().stream()
                .filter(template -> fits(template, exchange.path()))
                .min(Comparator.comparing(template -> template.contains("{")))
                .map(template -> new Operation(
                        template,
                        exchange.method() + " " + template,
                        root.path("paths").path(template).path(exchange.method().toLowerCase(Locale.ROOT)),
                        root.path("paths").path(template)))
                .filter(operation -> !operation.node().isMissingNode());
    }

    private static String nameless(Exchange exchange) {
        return exchange.method() + " " + exchange.path() + ": no such call";
    }

    private static boolean fits(String template, String path) {
        String[] expected = template.split("/", -1);
        String[] given = path.split("/", -1);
        return expected.length == given.length
                && IntStream.range(0, given.length)
                        .allMatch(i -> expected[i].startsWith("{") || expected[i].equals(given[i]));
    }

    private List<String> requestFindings(Operation operation, Exchange exchange) {
        List<String> findings = new ArrayList<>(pathFindings(operation, exchange.path()));
        findings.addAll(queryFindings(operation, exchange.query()));
        Schema body = new Schema(root, json(operation.node().path("requestBody").path("content")));
        if (!body.isMissing()) {
            findings.addAll(body.findings(operation.name() + " ", exchange.sent()));
        } else if (!exchange.sent().isEmpty()) {
            findings.add(operation.name() + ": no body");
        }
        return justified(findings);
    }

    private List<String> pathFindings(Operation operation, String path) {
        String[] expected = operation.template().split("/", -1);
        String[] given = path.split("/", -1);
        return IntStream.range(0, expected.length)
                .filter(i -> expected[i].startsWith("{"))
                .filter(i -> isInteger(operation, expected[i].substring(1, expected[i].length() - 1)))
                .filter(i -> !given[i].matches("\\d+"))
                .mapToObj(i -> operation.name() + " " + expected[i] + ": no integer")
                .toList();
    }

    private static boolean isInteger(Operation operation, String parameter) {
        return parameters(operation)
                .filter(described -> described.path("in").asString("").equals("path"))
                .filter(described -> described.path("name").asString("").equals(parameter))
                .anyMatch(described ->
                        described.path("schema").path("type").asString("").equals("integer"));
    }

    private static List<String> queryFindings(Operation operation, Map<String, String> query) {
        List<JsonNode> described = parameters(operation)
                .filter(parameter -> parameter.path("in").asString("").equals("query"))
                .toList();
        List<String> findings = new ArrayList<>();
        query.forEach((name, value) -> described.stream()
                .filter(parameter -> parameter.path("name").asString("").equals(name))
                .findFirst()
                .ifPresentOrElse(
                        parameter -> valueFinding(parameter.path("schema"), value)
                                .ifPresent(wrong -> findings.add(operation.name() + " ?" + name + ": " + wrong)),
                        () -> findings.add(operation.name() + " ?" + name + ": unknown")));
        described.stream()
                .filter(parameter -> parameter.path("required").asBoolean(false))
                .map(parameter -> parameter.path("name").asString(""))
                .filter(name -> !query.containsKey(name))
                .forEach(name -> findings.add(operation.name() + " ?" + name + ": missing"));
        return findings;
    }

    private static Optional<String> valueFinding(JsonNode schema, String value) {
        String type = schema.path("type").asString("");
        if (type.equals("integer") && !value.matches("-?\\d+")) {
            return Optional.of("no integer");
        }
        boolean isListed = schema.path("enum").isEmpty()
                || schema.path("enum")
                        .valueStream()
                        .anyMatch(listed -> listed.asString("").equals(value));
        return isListed ? Optional.empty() : Optional.of(value + " (expected: one of " + schema.path("enum") + ")");
    }

    private static Stream<JsonNode> parameters(Operation operation) {
        return Stream.concat(
                operation.path().path("parameters").valueStream(),
                operation.node().path("parameters").valueStream());
    }

    private static JsonNode json(JsonNode content) {
        return content.path("application/json").path("schema");
    }

    private List<String> justified(List<String> findings) {
        return findings.stream().filter(isKnown.negate()).distinct().toList();
    }
}
