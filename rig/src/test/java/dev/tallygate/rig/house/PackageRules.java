package dev.tallygate.rig.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every package of a module says what it owns: {@code package-info.java} with prose and {@code @NullMarked}. */
final class PackageRules {
    static final int PROSE_LINES_MIN = 5;
    static final int PROSE_LINES_MAX = 15;

    private PackageRules() {}

    static List<TidyRule> all() {
        return List.of(
                new TidyRule("a package-info is @NullMarked", PackageRules::nullness),
                new TidyRule(
                        "a package-info has " + PROSE_LINES_MIN + " to " + PROSE_LINES_MAX + " lines of prose",
                        PackageRules::prose));
    }

    /** The packages of each module that have sources and no {@code package-info.java}, in main or test. */
    static List<Violation> packagesWithoutInfo(List<SourceFile> files) {
        Map<String, Set<String>> used = new TreeMap<>();
        Map<String, Set<String>> described = new TreeMap<>();
        for (SourceFile file : files) {
            Map<String, Set<String>> kind = isPackageInfo(file) ? described : used;
            kind.computeIfAbsent(file.module(), module -> new TreeSet<>()).add(file.packageName());
        }
        List<Violation> found = new ArrayList<>();
        used.forEach((module, packages) -> packages.stream()
                .filter(name -> !described.getOrDefault(module, Set.of()).contains(name))
                .forEach(name -> found.add(new Violation(module, 0, "no package-info.java for " + name))));
        return found;
    }

    private static List<Violation> nullness(SourceFile file) {
        boolean marked = file.text().lines().anyMatch(line -> line.strip().equals("@NullMarked"));
        return !isPackageInfo(file) || marked ? List.of() : List.of(file.violation(1, "no @NullMarked"));
    }

    private static List<Violation> prose(SourceFile file) {
        if (!isPackageInfo(file) || file.text().startsWith("/** placeholder. */")) {
            return List.of();
        }
        long lines = file.text()
                .lines()
                .takeWhile(line -> !line.startsWith("package "))
                .map(line -> line.strip()
                        .replaceFirst("^/?\\*+/?", "")
                        .replace("*/", "")
                        .strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("@NullMarked"))
                .count();
        long linesMin = file.isMain() ? PROSE_LINES_MIN : 1; // a package of tests repeats what main says of it
        return linesMin <= lines && lines <= PROSE_LINES_MAX
                ? List.of()
                : List.of(file.violation(
                        1, lines + " lines of prose (expected: " + linesMin + " to " + PROSE_LINES_MAX + ")"));
    }

    private static boolean isPackageInfo(SourceFile file) {
        return file.fileName().equals("package-info.java");
    }
}
