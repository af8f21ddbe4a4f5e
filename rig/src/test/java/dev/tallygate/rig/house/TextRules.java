package dev.tallygate.rig.house;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.type.TypeKind;

/** What may not stand in a source: leftovers, names of people, silenced warnings, binary fractions. */
final class TextRules {
    /** Written in pieces, so that this file does not break its own rule. */
    private static final Pattern LEFTOVER = Pattern.compile(
            "\\b(" + String.join("|", "TO" + "DO", "FIX" + "ME", "XX" + "X", "W" + "IP", "(?i:kl" + "udge)") + ")\\b");

    private static final Pattern AUTHOR = Pattern.compile("@" + "author\\b");
    private static final Pattern DEAD_CODE = Pattern.compile("^\\s*//.*[;{}]\\s*$");
    private static final Pattern SILENCED = Pattern.compile("^\\s*@SuppressWarnings\\b.*");
    private static final Set<String> EXACT_MODULES = Set.of("billing-core", "payment-adapters");
    private static final Set<String> FRACTIONS = Set.of("Double", "Float");

    private TextRules() {}

    static List<TidyRule> all() {
        return List.of(
                new TidyRule("no note to oneself is left", file -> lines(file, LEFTOVER, "a leftover note")),
                new TidyRule("no author's name", file -> lines(file, AUTHOR, "an author's name: git knows it")),
                new TidyRule("no code in comments", file -> lines(file, DEAD_CODE, "commented-out code: git keeps it")),
                new TidyRule("a silenced warning says why", TextRules::silencedWithoutReason),
                new TidyRule("no double or float in core and adapters", TextRules::fractions));
    }

    private static List<Violation> lines(SourceFile file, Pattern pattern, String what) {
        List<Violation> found = new ArrayList<>();
        List<String> lines = file.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (pattern.matcher(lines.get(i)).find()) {
                found.add(file.violation(i + 1, what + ": " + lines.get(i).strip()));
            }
        }
        return found;
    }

    private static List<Violation> silencedWithoutReason(SourceFile file) {
        List<Violation> found = new ArrayList<>();
        List<String> lines = file.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            boolean silenced = SILENCED.matcher(lines.get(i)).matches();
            boolean reason = lines.get(i).contains("//")
                    || (i > 0 && lines.get(i - 1).strip().startsWith("//"));
            if (silenced && !reason) {
                found.add(file.violation(i + 1, "@SuppressWarnings without a reason beside it"));
            }
        }
        return found;
    }

    private static List<Violation> fractions(SourceFile file) {
        if (!file.isMain() || !EXACT_MODULES.contains(file.module())) {
            return List.of();
        }
        return SourceVisitor.violations(
                file,
                tree -> isFraction(tree)
                        ? Optional.of(tree + ": a binary fraction (expected: long or BigDecimal)")
                        : Optional.empty());
    }

    private static boolean isFraction(Tree tree) {
        return switch (tree) {
            case PrimitiveTypeTree primitive ->
                primitive.getPrimitiveTypeKind() == TypeKind.DOUBLE
                        || primitive.getPrimitiveTypeKind() == TypeKind.FLOAT;
            case IdentifierTree identifier ->
                FRACTIONS.contains(identifier.getName().toString());
            default -> tree.getKind() == Tree.Kind.DOUBLE_LITERAL || tree.getKind() == Tree.Kind.FLOAT_LITERAL;
        };
    }
}
