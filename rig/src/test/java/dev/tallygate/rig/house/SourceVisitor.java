package dev.tallygate.rig.house;

import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Walks every tree of a file and keeps what a look at each of them has to say. */
final class SourceVisitor extends TreeScanner<Void, Void> {
    private final SourceFile file;
    private final Function<Tree, Optional<String>> look;
    private final List<Violation> found = new ArrayList<>();

    private SourceVisitor(SourceFile file, Function<Tree, Optional<String>> look) {
        this.file = file;
        this.look = look;
    }

    /** The violations of a file: one for each tree for which {@code look} answers a message. */
    static List<Violation> violations(SourceFile file, Function<Tree, Optional<String>> look) {
        SourceVisitor visitor = new SourceVisitor(file, look);
        visitor.scan(file.unit(), null);
        return visitor.found;
    }

    @Override
    public Void scan(Tree tree, Void nothing) {
        if (tree != null) {
            look.apply(tree).ifPresent(message -> found.add(file.violation(tree, message)));
        }
        return super.scan(tree, null);
    }
}
