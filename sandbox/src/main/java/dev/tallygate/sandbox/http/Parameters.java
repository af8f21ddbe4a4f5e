package dev.tallygate.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a request, form-encoded with brackets: {@code metadata[order]=7&expand[]=customer}.
 *
 * <p>It remembers what was read: a parameter that nobody asked for is refused at the end, as Stripe does. Refusals are {@link ParameterRefused}.
 */
public final class Parameters {
    private final Map<String, String> values;
    private final Set<String> known = new HashSet<>(Set.of("expand"));

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    /** Parses a query or a body; an array's {@code []} becomes {@code [0]}, {@code [1]}, … */
    public static Parameters parse(String encoded) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            values.put(numbered(name, values), value);
        }
        return new Parameters(values);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ParameterRefused.invalid(text, "Invalid encoding: " + text);
        }
    }

    private static String numbered(String name, Map<String, String> values) {
        if (!name.endsWith("[]")) {
            return name;
        }
        String array = name.substring(0, name.length() - 2);
        int index = 0;
        while (values.containsKey(array + "[" + index + "]")) {
            index++;
        }
        return array + "[" + index + "]";
    }

    /** Empty where it was not sent; the empty text where it was sent to unset it. */
    public Optional<String> text(String name) {
        known.add(root(name));
        return Optional.ofNullable(values.get(name));
    }

    public String required(String name) {
        return text(name).filter(value -> !value.isEmpty()).orElseThrow(() -> ParameterRefused.missing(name));
    }

    public Optional<Long> number(String name) {
        return text(name).filter(value -> !value.isEmpty()).map(value -> parseNumber(name, value));
    }

    private static long parseNumber(String name, String value) {
        if (!value.matches("-?[0-9]{1,15}")) {
            throw ParameterRefused.invalid(name, "Invalid integer: " + value);
        }
        return Long.parseLong(value);
    }

    public Optional<Boolean> flag(String name) {
        return text(name).map(value -> parseFlag(name, value));
    }

    private static boolean parseFlag(String name, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw ParameterRefused.invalid(name, "Invalid boolean: " + value);
        }
        return Boolean.parseBoolean(value);
    }

    /** One of these values; the first where nothing was sent. */
    public String choice(String name, String... allowed) {
        String value = text(name).orElse(allowed[0]);
        if (!Arrays.asList(allowed).contains(value)) {
            throw ParameterRefused.invalid(name, "Invalid " + name + ": must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** The entries of {@code name[key]=value}; keys may not nest. */
    public Map<String, String> map(String name) {
        known.add(name);
        Map<String, String> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(name + "[") && key.endsWith("]")) {
                entries.put(key.substring(name.length() + 1, key.length() - 1), value);
            }
        });
        return entries;
    }

    /** Everything that was sent, by its whole name. */
    public Map<String, String> all() {
        values.keySet().forEach(name -> known.add(root(name)));
        return new LinkedHashMap<>(values);
    }

    /** The entries of {@code name[0][…]}, {@code name[1][…]}, …, each as parameters of their own that are to be read. */
    public List<Parameters> each(String name) {
        known.add(name);
        Map<Integer, Map<String, String>> entries = new TreeMap<>();
        Pattern entry = Pattern.compile(Pattern.quote(name) + "\\[([0-9]{1,4})\\]\\[([^\\]]+)\\](.*)");
        values.forEach((key, value) -> {
            Matcher matcher = entry.matcher(key);
            if (matcher.matches()) {
                entries.computeIfAbsent(Integer.valueOf(matcher.group(1)), any -> new LinkedHashMap<>())
                        .put(matcher.group(2) + matcher.group(3), value);
            }
        });
        return entries.values().stream().map(Parameters::new).toList();
    }

    public List<String> list(String name) {
        return new ArrayList<>(map(name).values());
    }

    /** Accepted and without effect here. */
    public void accept(String... names) {
        known.addAll(List.of(names));
    }

    /** To be called when everything known was read. */
    public void refuseUnknown() {
        for (String name : values.keySet()) {
            if (!known.contains(root(name))) {
                throw ParameterRefused.unknown(root(name));
            }
        }
    }

    private static String root(String name) {
        int bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket);
    }

    /** The same for the same parameters, in whatever order they were sent. */
    public String fingerprint() {
        try {
            byte[] canonical = new TreeMap<>(values).toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
