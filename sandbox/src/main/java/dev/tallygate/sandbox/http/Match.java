package dev.tallygate.sandbox.http;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which calls a fault is for.
 *
 * @param method POST, GET, DELETE, {@link #WEBHOOK}, {@link #MAIL}, or empty for any call
 * @param path start of the path; {@code *} stands for one segment, and a {@code $} at the end says that there it ends. Of
 *     a webhook the event's type, of a mail the first recipient
 * @param fields what fields of the call have to be
 */
public record Match(String method, String path, Map<String, String> fields) {
    /** The method of a webhook on its way out. */
    public static final String WEBHOOK = "WEBHOOK";
    /** The method of a mail on its way in. */
    public static final String MAIL = "MAIL";

    public Match {
        fields = Map.copyOf(fields);
    }

    public static Match of(String method, String path) {
        return new Match(method, path, Map.of());
    }

    Match where(String field, String value) {
        Map<String, String> more = new TreeMap<>(fields);
        more.put(field, value);
        return new Match(method, path, more);
    }

    boolean meets(Met met) {
        boolean isCall = !met.method().equals(WEBHOOK) && !met.method().equals(MAIL);
        boolean fitsMethod = method.isEmpty() ? isCall || met.method().equals(MAIL) : method.equals(met.method());
        return fitsMethod
                && fitsPath(met.path())
                && fields.entrySet().stream()
                        .allMatch(field -> met.field()
                                .apply(field.getKey())
                                .filter(field.getValue()::equals)
                                .isPresent());
    }

    private boolean fitsPath(String met) {
        boolean isWhole = path.endsWith("$");
        String start = isWhole ? path.substring(0, path.length() - 1) : path;
        Pattern pattern = Pattern.compile(
                Arrays.stream(start.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]+")));
        return isWhole ? pattern.matcher(met).matches() : pattern.matcher(met).lookingAt();
    }

    /**
     * What came to be met: a call, a webhook or a mail.
     *
     * @param id the request's id, or the event's
     * @param key the idempotency key, or empty
     * @param field its fields by name
     */
    public record Met(String method, String path, String id, String key, Function<String, Optional<String>> field) {

        static Met of(Call call) {
            return new Met(
                    call.method(),
                    call.path(),
                    call.requestId(),
                    call.header("Idempotency-Key").orElse(""),
                    call::field);
        }
    }
}
