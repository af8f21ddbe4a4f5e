package dev.tallygate.paystack;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What Paystack's OpenAPI description says of requests, with its known errors overridden by name. */
final class OpenApi {
    /** It requires an amount beside line items, which Paystack's own sample leaves out. */
    private static final Set<String> NOT_REQUIRED = Set.of("POST /paymentrequest amount");

    /** It types these as integers, though Paystack takes the codes of requests as well. */
    private static final Set<String> CODES_AS_IDS =
            Set.of("/paymentrequest/verify/{id}", "/paymentrequest/finalize/{id}", "/paymentrequest/archive/{id}");

    /** Not described, though Paystack's reference names them: this field, and this filter of refunds. */
    private static final Set<String> UNDESCRIBED =
            Set.of("POST /paymentrequest/finalize/{id} send_notification", "GET /refund ?transaction");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;

    private OpenApi(JsonNode root) {
        this.root = root;
    }

    /** One request as it was sent; a body that is none is an empty object. */
    record Request(String method, URI uri, JsonNode body) {}

    static OpenApi read(String yaml) {
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new OpenApi(JSON.valueToTree(loaded));
    }

    List<String> findings(Request request) {
        Optional<String> path = root.path("paths").propertyNames().stream()
                .filter(template -> fits(template, request.uri().getPath()))
                .min((one, other) -> Boolean.compare(one.contains("{"), other.contains("{")));
        if (path.isEmpty()) {
            return List.of(request.method() + " " + request.uri().getPath() + ": no such path");
        }
        JsonNode operation =
                root.path("paths").path(path.get()).path(request.method().toLowerCase(Locale.ROOT));
        String name = request.method() + " " + path.get();
        if (operation.isMissingNode()) {
            return List.of(name + ": no such method");
        }
        List<String> findings = new ArrayList<>(pathFindings(name, path.get(), request.uri()));
        findings.addAll(queryFindings(name, operation, request.uri()));
        findings.addAll(bodyFindings(name, operation, request.body()));
        return findings;
    }

    private static boolean fits(String template, String path) {
        String[] expected = template.split("/", -1);
        String[] given = path.split("/", -1);
        return expected.length == given.length
                && IntStream.range(0, given.length)
                        .allMatch(i -> expected[i].startsWith("{") || expected[i].equals(given[i]));
    }

    private List<String> pathFindings(String name, String template, URI uri) {
        boolean isInteger = parameters(root.path("paths").path(template)).stream()
                .filter(parameter -> parameter.path("in").asString("").equals("path"))
                .anyMatch(parameter ->
                        parameter.path("schema").path("type").asString("").equals("integer"));
        String last = uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
        return isInteger && !last.matches("\\d+") && !CODES_AS_IDS.contains(template)
                ? List.of(name + " " + last + ": no integer")
                : List.of();
    }

    private static List<String> queryFindings(String name, JsonNode operation, URI uri) {
        if (uri.getQuery() == null) {
            return List.of();
        }
        List<String> known = parameters(operation).stream()
                .map(parameter -> parameter.path("name").asString(""))
                .toList();
        return Arrays.stream(uri.getQuery().split("&"))
                .map(pair -> pair.substring(0, pair.indexOf('=')))
                .filter(parameter -> !known.contains(parameter))
                .map(parameter -> name + " ?" + parameter)
                .filter(parameter -> !UNDESCRIBED.contains(parameter))
                .map(parameter -> parameter + ": unknown")
                .toList();
    }

    private List<String> bodyFindings(String name, JsonNode operation, JsonNode body) {
        JsonNode schema = resolved(operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema"));
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String what = name + " " + field.getKey();
            JsonNode property = resolved(schema.path("properties").path(field.getKey()));
            if (property.isMissingNode()) {
                findings.add(what + ": unknown");
            } else if (!isOfType(field.getValue(), property.path("type").asString("object"))) {
                findings.add("%s: %s (expected: %s)"
                        .formatted(
                                what,
                                kindOf(field.getValue()),
                                property.path("type").asString()));
            }
        }
        schema.path("required").forEach(required -> {
            if (!body.has(required.asString())) {
                findings.add(name + " " + required.asString() + ": missing");
            }
        });
        findings.removeIf(finding -> NOT_REQUIRED.contains(finding.replace(": missing", ""))
                || UNDESCRIBED.contains(finding.replace(": unknown", "")));
        return findings;
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : root.at(reference.substring(1));
    }

    private static List<JsonNode> parameters(JsonNode holder) {
        return holder.path("parameters").valueStream().toList();
    }

    private static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            default -> value.isObject();
        };
    }

    private static String kindOf(JsonNode value) {
        return value.isIntegralNumber() ? "INTEGER" : value.getNodeType().name();
    }
}
