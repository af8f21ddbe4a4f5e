package dev.tallygate.batch.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a field comes from a line: text with {@code {column}}, {@code {line}} (its number), {@code {line % 40}} (the rest of
 * dividing its number) and {@code {line % 3: a b c}} (the word at that rest, from 0) in it.
 */
final class Template {
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern LINE = Pattern.compile("line(?:\\s*%\\s*([1-9]\\d{0,8})(?:\\s*:\\s*(.+))?)?");

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private sealed interface Part {
        String of(UsageLine line);
    }

    private record Text(String text) implements Part {
        @Override
        public String of(UsageLine line) {
            return text;
        }
    }

    private record Column(String name) implements Part {
        @Override
        public String of(UsageLine line) {
            return line.values().getOrDefault(name, "");
        }
    }

    private record LineNumber() implements Part {
        @Override
        public String of(UsageLine line) {
            return Long.toString(line.number());
        }
    }

    private record Rest(long divisor) implements Part {
        @Override
        public String of(UsageLine line) {
            return Long.toString(line.number() % divisor);
        }
    }

    private record Choice(List<String> words) implements Part {
        @Override
        public String of(UsageLine line) {
            return words.get((int) (line.number() % words.size()));
        }
    }

    /** Throws {@link IllegalArgumentException} with a sentence where the template is malformed. */
    static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher braces = BRACES.matcher(text);
        int end = 0;
        while (braces.find()) {
            parts.add(text(text.substring(end, braces.start())));
            parts.add(expression(braces.group(1).strip()));
            end = braces.end();
        }
        parts.add(text(text.substring(end)));
        return new Template(parts);
    }

    private static Part text(String text) {
        if (text.contains("{") || text.contains("}")) {
            throw new IllegalArgumentException(
                    text + " (expected: {column}, {line}, {line % 40} or {line % 3: a b c} in braces that close)");
        }
        return new Text(text);
    }

    private static Part expression(String expression) {
        Matcher line = LINE.matcher(expression);
        if (!line.matches()) {
            return new Column(expression);
        }
        Optional<Long> divisor = Optional.ofNullable(line.group(1)).map(Long::parseLong);
        String words = line.group(2);
        if (words != null) {
            return choice(divisor.orElseThrow(), List.of(words.strip().split("[\\s,]+")));
        }
        return divisor.<Part>map(Rest::new).orElseGet(LineNumber::new);
    }

    private static Part choice(long divisor, List<String> words) {
        if (words.size() != divisor) {
            throw new IllegalArgumentException(
                    "{line %% %d: ...}: %d words (expected: %d)".formatted(divisor, words.size(), divisor));
        }
        return new Choice(words);
    }

    String of(UsageLine line) {
        return parts.stream().map(part -> part.of(line)).collect(Collectors.joining());
    }

    /** The columns that it needs. */
    List<String> columns() {
        return parts.stream()
                .filter(Column.class::isInstance)
                .map(part -> ((Column) part).name())
                .toList();
    }
}
