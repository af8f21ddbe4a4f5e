package dev.tallygate.rig.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What types and packages may not be called, and what every type says first. */
final class NameRules {
    private static final List<String> ENDINGS =
            List.of("Impl", "Manager", "Helper", "Helpers", "Util", "Utils", "Base", "Default", "Dto", "DTO");
    private static final Set<String> LAYERS = Set.of("service", "services", "util", "utils", "common", "impl", "dto");
    private static final Set<String> TEST_ANNOTATIONS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");

    private NameRules() {}

    static List<TidyRule> all() {
        return List.of(
                new TidyRule(
                        "no type's name ends in " + String.join(", ", ENDINGS),
                        file -> SourceVisitor.violations(file, NameRules::emptyEnding)),
                new TidyRule("no package is named after a layer", NameRules::layerPackage),
                new TidyRule("whoever has a @Test ends in Test", NameRules::hiddenTest),
                new TidyRule("every type of production starts with one sentence", NameRules::wordless));
    }

    private static Optional<String> emptyEnding(Tree tree) {
        if (!(tree instanceof ClassTree type)) {
            return Optional.empty();
        }
        String name = type.getSimpleName().toString();
        return ENDINGS.stream()
                .filter(name::endsWith)
                .findFirst()
                .map(ending -> name + ": ends in " + ending + " (expected: a noun of the domain)");
    }

    private static List<Violation> layerPackage(SourceFile file) {
        return Arrays.stream(file.packageName().split("\\."))
                .filter(LAYERS::contains)
                .map(layer -> file.violation(1, "package " + layer + " (expected: a noun of the domain)"))
                .toList();
    }

    private static List<Violation> hiddenTest(SourceFile file) {
        if (file.typeName().endsWith("Test")) {
            return List.of();
        }
        return SourceVisitor.violations(file, tree -> {
            boolean isTest = tree instanceof MethodTree method
                    && method.getModifiers().getAnnotations().stream()
                            .anyMatch(annotation -> TEST_ANNOTATIONS.contains(
                                    annotation.getAnnotationType().toString()));
            return isTest
                    ? Optional.of(file.typeName() + ": has tests that surefire does not run (expected: a name in Test)")
                    : Optional.empty();
        });
    }

    private static List<Violation> wordless(SourceFile file) {
        List<Violation> found = new ArrayList<>();
        for (ClassTree type : file.isMain() ? file.topLevelTypes() : List.<ClassTree>of()) {
            String before = file.textBefore(type);
            boolean documented =
                    before.endsWith("*/") && before.startsWith("/**", Math.max(0, before.lastIndexOf("/*")));
            if (!documented) {
                found.add(
                        file.violation(type, type.getSimpleName() + ": no Javadoc (expected: what it is or promises)"));
            }
        }
        return found;
    }
}
