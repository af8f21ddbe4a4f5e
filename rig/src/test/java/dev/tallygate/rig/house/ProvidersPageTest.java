package dev.tallygate.rig.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        List<SourceFile> tests = SourceFile.ofProject(PROJECT);
        TreeSet<String> wrong = new TreeSet<>();
        for (MatchResult row : rows()) {
            List<MatchResult> named = NAMED.matcher(row.group(2)).results().toList();
            if (named.isEmpty()) {
                wrong.add(row.group(1) + " names no test");
            }
            named.stream()
                    .filter(test -> tests.stream().noneMatch(file -> has(file, test)))
                    .forEach(test -> wrong.add(row.group(1) + ": " + test.group() + " does not exist"));
        }

        assertTrue(wrong.isEmpty(), () -> wrong.stream().collect(Collectors.joining("\n", "\n", "")));
    }

    private static boolean has(SourceFile file, MatchResult test) {
        return file.path().endsWith("/" + test.group(1) + ".java")
                && Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b")
                        .matcher(file.text())
                        .find()
                && Pattern.compile("\\bvoid " + test.group(2) + "\\(")
                        .matcher(file.text())
                        .find();
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PROJECT.resolve("docs/providers.md")))
                .results()
                .toList();
    }
}
