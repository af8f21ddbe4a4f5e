package dev.tallygate.rig.house;

import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Who speaks SQL, and how: {@code *Repository} classes alone, in lower case, columns named. */
final class SqlRules {
    private static final Pattern STATEMENT = Pattern.compile(
            "\\s*(select\\s.+\\sfrom\\s|insert\\s+(ignore\\s+)?into\\s|update\\s+[a-z_]+\\s+set\\s|delete\\s+from\\s).*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern UPPER_KEYWORD = Pattern.compile("\\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|SET)\\b");
    private static final Pattern UNNAMED_COLUMNS =
            Pattern.compile("\\bselect\\s+(\\w+\\.)?\\*", Pattern.CASE_INSENSITIVE);
    private static final Pattern OFFSET = Pattern.compile("\\boffset\\s+[:?\\d]", Pattern.CASE_INSENSITIVE);

    /** The recorder's bulk form, a class of its own as the style allows. */
    private static final Set<String> ALLOWED_BESIDE_REPOSITORIES = Set.of("UsageEventInsert");

    /** The laptop and the rig look into databases from outside; they own no rows of the product. */
    private static final Set<String> MODULES =
            Set.of("billing-core", "metering-server", "batch-jobs", "payment-adapters");

    private SqlRules() {}

    static List<TidyRule> all() {
        return List.of(
                new TidyRule("only a Repository speaks SQL", SqlRules::outsideRepository),
                new TidyRule(
                        "SQL is lower case",
                        file -> statements(file, UPPER_KEYWORD, "SQL keyword in upper case (expected: lower case)")),
                new TidyRule(
                        "SQL names its columns",
                        file -> statements(file, UNNAMED_COLUMNS, "select * (expected: columns named)")),
                new TidyRule(
                        "SQL pages by key",
                        file -> statements(file, OFFSET, "offset (expected: limit and the last key)")));
    }

    private static List<Violation> outsideRepository(SourceFile file) {
        String type = file.typeName();
        if (type.endsWith("Repository") || ALLOWED_BESIDE_REPOSITORIES.contains(type)) {
            return List.of();
        }
        return statements(file, STATEMENT, "SQL in " + type + " (expected: in a class that ends in Repository)");
    }

    private static List<Violation> statements(SourceFile file, Pattern wrong, String message) {
        if (!file.isMain() || !MODULES.contains(file.module())) {
            return List.of();
        }
        return SourceVisitor.violations(
                file,
                tree -> isStatement(tree) && wrong.matcher(literal(tree)).find()
                        ? Optional.of(message)
                        : Optional.empty());
    }

    private static boolean isStatement(Tree tree) {
        return tree.getKind() == Tree.Kind.STRING_LITERAL
                && STATEMENT.matcher(literal(tree)).matches();
    }

    private static String literal(Tree tree) {
        return String.valueOf(((LiteralTree) tree).getValue());
    }
}
