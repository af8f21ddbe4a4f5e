package dev.tallygate.rig.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows each rule a file that breaks it, and one that keeps them all. */
class TidyRulesTest {
    private static final String MAIN = "billing-core/src/main/java/dev/tallygate/usage/";
    private static final String GOOD = """
            package dev.tallygate.usage;

            /** A count of things. */
            final class CountRepository {
                // no binary fraction near money
                @SuppressWarnings("unused") // kept for the sample
                private static final String READ = \"""
                        select customer_key
                        from usage_totals
                        where customer_key = :key
                        \""";
            }
            """;

    /** A file that breaks the rule whose sentence starts with {@code rule}. */
    record BadSample(String rule, String path, String text) {
        @Override
        public String toString() {
            return rule;
        }
    }

    static Stream<BadSample> badSamples() {
        return Stream.of(
                new BadSample("a file has", MAIN + "Long.java", "\n".repeat(401)),
                new BadSample("a method has at most 70", MAIN + "A.java", in("void m() {" + "\n".repeat(70) + "}")),
                new BadSample(
                        "a method has at most 7 ", MAIN + "A.java", in("void m(" + "int a, ".repeat(7) + "int b) {}")),
                new BadSample("no type's name", MAIN + "AImpl.java", "/** A. */ class AImpl {}"),
                new BadSample(
                        "no package is named", MAIN + "A.java", "package dev.tallygate.service; /** A. */ class A {}"),
                new BadSample("whoever has a @Test", MAIN + "Checks.java", in("@Test void m() {}")),
                new BadSample("every type of production", MAIN + "A.java", "/* no Javadoc */ class A {}"),
                new BadSample("no note", MAIN + "A.java", in("// TO" + "DO later")),
                new BadSample("no author's", MAIN + "A.java", "/** A. @" + "author somebody */ class A {}"),
                new BadSample("no code in comments", MAIN + "A.java", in("\n// count = count + 1;")),
                new BadSample("a silenced warning", MAIN + "A.java", in("\n@SuppressWarnings(\"x\")\nint a;")),
                new BadSample("no double", MAIN + "A.java", in("double price;")),
                new BadSample("only a Repository", MAIN + "A.java", in("String a = \"select b from c where d\";")),
                new BadSample("SQL is lower", MAIN + "ARepository.java", in("String a = \"SELECT b FROM c \";")),
                new BadSample("SQL names", MAIN + "ARepository.java", in("String a = \"select * from c \";")),
                new BadSample(
                        "SQL pages", MAIN + "ARepository.java", in("String a = \"select b from c limit 1 offset 5\";")),
                new BadSample(
                        "a package-info is", MAIN + "package-info.java", "/** A. */\npackage dev.tallygate.usage;"),
                new BadSample(
                        "a package-info has",
                        MAIN + "package-info.java",
                        "/** A. */\n@NullMarked\npackage dev.tallygate.usage;"));
    }

    @ParameterizedTest
    @MethodSource("badSamples")
    void aRuleRefusesItsBadSample(BadSample sample) {
        TidyRule rule = TidyTest.rules().stream()
                .filter(candidate -> candidate.sentence().startsWith(sample.rule()))
                .findFirst()
                .orElseThrow();

        List<Violation> violations = rule.violations().apply(SourceFile.parse(sample.path(), sample.text()));

        assertFalse(violations.isEmpty(), rule.sentence());
    }

    @Test
    void everyRuleHasABadSample() {
        Set<String> sampled = badSamples().map(BadSample::rule).collect(Collectors.toCollection(TreeSet::new));

        List<String> without = TidyTest.rules().stream()
                .map(TidyRule::sentence)
                .filter(sentence -> sampled.stream().noneMatch(sentence::startsWith))
                .toList();

        assertEquals(List.of(), without);
    }

    @Test
    void aTidyFileBreaksNoRule() {
        SourceFile file = SourceFile.parse(MAIN + "CountRepository.java", GOOD);

        List<Violation> violations = TidyTest.rules().stream()
                .flatMap(rule -> rule.violations().apply(file).stream())
                .toList();

        assertEquals(List.of(), violations);
    }

    @Test
    void aPackageWithoutInfoIsFound() {
        SourceFile file = SourceFile.parse(MAIN + "A.java", "package dev.tallygate.usage; /** A. */ class A {}");

        assertTrue(PackageRules.packagesWithoutInfo(List.of(file)).toString().contains("dev.tallygate.usage"));
    }

    private static String in(String member) {
        return "/** A. */ class A {" + member + "\n}";
    }
}
