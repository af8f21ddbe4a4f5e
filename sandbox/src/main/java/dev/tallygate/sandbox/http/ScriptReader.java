package dev.tallygate.sandbox.http;

import dev.tallygate.sandbox.journal.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A script as people and programs write it.
 *
 * <p>As JSON: {@code {"in_order": true, "steps": [{"type": "drop_answer", "path": "/v1/invoices"}], "storm": {"seed": 7}}},
 * or the steps alone as an array. As lines: {@code drop_answer path=/v1/invoices nth=2}, {@code storm seed=7 rate=0.2},
 * {@code in_order}; what follows a {@code #} is a remark. A condition is {@code where[field]=value}, in JSON an object
 * {@code where}.
 *
 * @param possible what can go wrong here
 * @param usualPath whose calls a step meets that names no path
 */
public record ScriptReader(Set<Fault.Type> possible, String usualPath) {
    /** Slow, or wrong for good: a storm has them only where they are named. */
    private static final Set<Fault.Type> NOT_BY_CHANCE =
            EnumSet.of(Fault.Type.HANG, Fault.Type.LIVE_ANSWER, Fault.Type.METER_REJECTION, Fault.Type.WEBHOOK_LIVE);

    private static final List<String> OF_CALLS = List.of("type", "method", "path", "nth", "times", "millis", "reason");
    private static final List<String> OF_WEBHOOKS = List.of("type", "event", "nth", "times", "millis");
    private static final List<String> OF_STORMS = List.of("mode", "type", "seed", "rate", "types", "times", "millis");
    private static final int STORM_MILLIS = 20;
    private static final String IN_ORDER = "in_order";

    /** What is being read. */
    private static final class Draft {
        private final List<Fault> steps = new ArrayList<>();
        private boolean inOrder;
        private Optional<Storm> storm = Optional.empty();
    }

    /** Reads a whole script; an empty one is a script without steps. Refusals are {@link ParameterRefused}. */
    public Script.Plan read(String text) {
        Draft draft = new Draft();
        String stripped = text.strip();
        if (stripped.startsWith("{") || stripped.startsWith("[")) {
            readJson(parsed(stripped), draft);
        } else {
            stripped.lines().forEach(line -> readLine(line, draft));
        }
        return new Script.Plan(draft.steps, draft.inOrder, draft.storm);
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.parse(text);
        } catch (JacksonException e) {
            throw ParameterRefused.invalid("body", "body: " + e.getOriginalMessage() + " (expected: JSON, or lines)");
        }
    }

    private void readJson(JsonNode script, Draft draft) {
        JsonNode steps = script.isArray() ? script : script.path("steps");
        steps.forEach(step -> draft.steps.add(fault(options(step))));
        if (script.isObject()) {
            script.propertyNames().forEach(name -> {
                if (!List.of("steps", "storm", IN_ORDER).contains(name)) {
                    throw ParameterRefused.unknown(name);
                }
            });
            draft.inOrder = script.path(IN_ORDER).asBoolean(false);
            if (script.path("storm").isObject()) {
                draft.storm = Optional.of(storm(options(script.path("storm"))));
            }
        }
    }

    private static Map<String, String> options(JsonNode node) {
        Map<String, String> options = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                value.properties()
                        .forEach(inner -> options.put(
                                entry.getKey() + "[" + inner.getKey() + "]",
                                inner.getValue().asString("")));
            } else if (value.isArray()) {
                options.put(
                        entry.getKey(),
                        String.join(
                                ",",
                                value.valueStream().map(one -> one.asString("")).toList()));
            } else {
                options.put(entry.getKey(), value.asString(""));
            }
        });
        return options;
    }

    private void readLine(String line, Draft draft) {
        String words = line.replaceFirst("(^|\\s)#.*", "").strip();
        if (words.equals(IN_ORDER)) {
            draft.inOrder = true;
        } else if (!words.isEmpty()) {
            Map<String, String> options = new LinkedHashMap<>();
            for (String word : words.split("\\s+", -1)) {
                int equals = word.indexOf('=');
                options.put(equals < 0 ? "type" : word.substring(0, equals), word.substring(equals + 1));
            }
            if (isStorm(options)) {
                draft.storm = Optional.of(storm(options));
            } else {
                draft.steps.add(fault(options));
            }
        }
    }

    /** Whether these options order a storm: {@code mode=storm}, or the bare word. */
    public static boolean isStorm(Map<String, String> options) {
        return "storm".equals(options.get("mode")) || "storm".equals(options.get("type"));
    }

    /** One step. */
    public Fault fault(Map<String, String> options) {
        if (!options.containsKey("type")) {
            throw ParameterRefused.missing("type");
        }
        Fault.Type type = type(options.getOrDefault("type", ""));
        boolean ofWebhooks = type.isOfWebhooks();
        refuseUnknown(options, ofWebhooks ? OF_WEBHOOKS : OF_CALLS, "where[");
        Map<String, String> where = new TreeMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith("where[")) {
                where.put(name.substring("where[".length(), name.length() - 1), value);
            }
        });
        String path = options.getOrDefault(ofWebhooks ? "event" : "path", ofWebhooks ? "" : usualPath);
        String method = ofWebhooks ? Match.WEBHOOK : options.getOrDefault("method", "");
        return new Fault(
                type,
                new Match(method, path, where),
                count(options, "nth", 1),
                count(options, "times", 1),
                number(options, "millis", 0),
                options.getOrDefault("reason", ""));
    }

    /** A storm: {@code seed}, {@code rate}, and if wanted {@code types} with commas, {@code times}, {@code millis}. */
    public Storm storm(Map<String, String> options) {
        refuseUnknown(options, OF_STORMS, "");
        List<Fault.Type> types = options.containsKey("types")
                ? Arrays.stream(options.getOrDefault("types", "").split(",", -1))
                        .map(this::type)
                        .toList()
                : possible.stream()
                        .sorted()
                        .filter(type -> !NOT_BY_CHANCE.contains(type))
                        .toList();
        return new Storm(
                number(options, "seed", 1),
                rate(options.getOrDefault("rate", "0.1")),
                types,
                count(options, "times", Integer.MAX_VALUE),
                number(options, "millis", STORM_MILLIS));
    }

    private static void refuseUnknown(Map<String, String> options, List<String> known, String open) {
        for (String name : options.keySet()) {
            boolean isCondition = !open.isEmpty() && name.startsWith(open) && name.endsWith("]");
            if (!known.contains(name) && !isCondition) {
                throw ParameterRefused.unknown(name);
            }
        }
    }

    private Fault.Type type(String word) {
        return possible.stream()
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ParameterRefused.invalid(
                        "type",
                        "type: " + word + " (expected: one of "
                                + String.join(
                                        ", ",
                                        possible.stream()
                                                .sorted()
                                                .map(Fault.Type::word)
                                                .toList()) + ")"));
    }

    private static int count(Map<String, String> options, String name, int usual) {
        long count = number(options, name, usual);
        if (count > Integer.MAX_VALUE) {
            throw ParameterRefused.invalid(name, name + ": " + count + " (expected: <= " + Integer.MAX_VALUE + ")");
        }
        return (int) count;
    }

    private static long number(Map<String, String> options, String name, long usual) {
        String text = options.getOrDefault(name, Long.toString(usual));
        if (!text.matches("-?[0-9]{1,18}")) {
            throw ParameterRefused.invalid(name, name + ": " + text + " (expected: a whole number)");
        }
        return Long.parseLong(text);
    }

    private static BigDecimal rate(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw ParameterRefused.invalid("rate", "rate: " + text + " (expected: 0 to 1, such as 0.2)");
        }
    }
}
