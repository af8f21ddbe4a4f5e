package dev.tallygate.rig.house;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reads the sources of every module and holds them to the limits of the style. */
class TidyTest {
    private static final List<SourceFile> FILES =
            SourceFile.ofProject(Path.of("..").toAbsolutePath().normalize());

    static List<TidyRule> rules() {
        return Stream.of(SizeRules.all(), NameRules.all(), TextRules.all(), SqlRules.all(), PackageRules.all())
                .flatMap(List::stream)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everySourceKeepsEachRule() {
        return rules().stream()
                .map(rule -> dynamicTest(
                        rule.sentence(),
                        () -> none(FILES.stream()
                                .flatMap(file -> rule.violations().apply(file).stream())
                                .toList())));
    }

    @Test
    void everyPackageSaysWhatItOwns() {
        none(PackageRules.packagesWithoutInfo(FILES));
    }

    @Test
    void theSourcesOfEveryModuleAreRead() {
        List<String> modules = FILES.stream().map(SourceFile::module).distinct().toList();

        assertTrue(
                modules.containsAll(List.of("billing-core", "metering-server", "batch-jobs", "rig")),
                modules::toString);
    }

    private static void none(List<Violation> violations) {
        assertTrue(
                violations.isEmpty(),
                () -> violations.stream().map(Violation::toString).collect(Collectors.joining("\n", "\n", "")));
    }
}
