package dev.tallygate.rig.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/providers.md} has every scenario, and each test that it names exists. */
class ProvidersPageTest {
    private static final int SCENARIOS = 47;

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|[^|]+\\|[^|]+\\|([^|]+)\\|$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    @Test
    void everyScenarioIsThereOnceAndInOrder() throws IOException {
        List<Integer> numbers =
                rows().stream().map(row -> Integer.valueOf(row.group(1))).toList();

        assertEquals(IntStream.rangeClosed(1, SCENARIOS).boxed().toList(), numbers);
    }

    @Test
    void eachScenarioIsShownByTestsThatExist() throws IOException {
        Map<String, List<Path>> tests = tests();
        TreeSet<String> wrong = new TreeSet<>();
        for (MatchResult row : rows()) {
            List<MatchResult> named = NAMED.matcher(row.group(2)).results().toList();
            if (named.isEmpty()) {
                wrong.add(row.group(1) + " names no test");
            }
            named.stream()
                    .filter(test -> tests.getOrDefault(test.group(1) + ".java", List.of()).stream()
                            .noneMatch(file -> has(file, test)))
                    .forEach(test -> wrong.add(row.group(1) + ": " + test.group() + " does not exist"));
        }

        assertTrue(wrong.isEmpty(), () -> wrong.stream().collect(Collectors.joining("\n", "\n", "")));
    }

    /** Files of tests by their names; they are not parsed, only searched. */
    private static Map<String, List<Path>> tests() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (Path folder : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> found = Files.walk(folder)) {
                    found.filter(Files::isRegularFile).forEach(files::add);
                }
            }
        }
        return files.stream()
                .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
    }

    private static boolean has(Path file, MatchResult test) {
        String text = read(file);
        return Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b")
                        .matcher(text)
                        .find()
                && Pattern.compile("\\bvoid " + test.group(2) + "\\(")
                        .matcher(text)
                        .find();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PROJECT.resolve("docs/providers.md")))
                .results()
                .toList();
    }
}
