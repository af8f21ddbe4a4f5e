package dev.tallygate.rig.house;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Optional;

/** How long a file and a method may be, and how many parameters a method may have. */
final class SizeRules {
    static final int FILE_LINES_MAX = 400;
    static final int METHOD_LINES_MAX = 70;
    static final int PARAMETERS_MAX = 7;

    private SizeRules() {}

    static List<TidyRule> all() {
        return List.of(
                new TidyRule("a file has at most " + FILE_LINES_MAX + " lines", SizeRules::longFile),
                new TidyRule(
                        "a method has at most " + METHOD_LINES_MAX + " lines",
                        file -> SourceVisitor.violations(file, tree -> longMethod(file, tree))),
                new TidyRule(
                        "a method has at most " + PARAMETERS_MAX + " parameters",
                        file -> SourceVisitor.violations(file, SizeRules::wideMethod)));
    }

    private static List<Violation> longFile(SourceFile file) {
        long lines = file.text().lines().count();
        return lines <= FILE_LINES_MAX
                ? List.of()
                : List.of(file.violation(lines, "file: " + lines + " lines (expected: <= " + FILE_LINES_MAX + ")"));
    }

    private static Optional<String> longMethod(SourceFile file, Tree tree) {
        if (!(tree instanceof MethodTree method) || method.getBody() == null) {
            return Optional.empty();
        }
        long lines = file.endLine(method) - file.startLine(method) + 1;
        return lines <= METHOD_LINES_MAX
                ? Optional.empty()
                : Optional.of(method.getName() + ": " + lines + " lines (expected: <= " + METHOD_LINES_MAX + ")");
    }

    /** A record's components are fields, not parameters: its header is not a method and is not counted. */
    private static Optional<String> wideMethod(Tree tree) {
        if (!(tree instanceof MethodTree method) || method.getParameters().size() <= PARAMETERS_MAX) {
            return Optional.empty();
        }
        return Optional.of(method.getName() + ": " + method.getParameters().size() + " parameters (expected: <= "
                + PARAMETERS_MAX + "; a record may carry them)");
    }
}
