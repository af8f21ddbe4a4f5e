package dev.tallygate.rig.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** One Java source file, parsed but not resolved; {@code path} starts with the module's folder. */
record SourceFile(String path, String text, CompilationUnitTree unit, SourcePositions positions) {

    /** Every Java file under {@code src/main/java} and {@code src/test/java} of the modules in a project folder. */
    static List<SourceFile> ofProject(Path project) {
        try (Stream<Path> folders = Files.list(project)) {
            List<SourceFile> files = new ArrayList<>();
            for (Path module : folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .sorted()
                    .toList()) {
                for (String root : List.of("src/main/java", "src/test/java")) {
                    files.addAll(under(project, module.resolve(root)));
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SourceFile> under(Path project, Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            List<SourceFile> files = new ArrayList<>();
            for (Path path : paths.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                files.add(parse(project.relativize(path).toString(), Files.readString(path)));
            }
            return files;
        }
    }

    /** A file from its text alone; {@code path} need not exist. */
    static SourceFile parse(String path, String text) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject source = new SimpleJavaFileObject(URI.create("memory:///" + path), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, List.of(source));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            return new SourceFile(path, text, unit, Trees.instance(task).getSourcePositions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String module() {
        return path.substring(0, path.indexOf('/'));
    }

    boolean isMain() {
        return path.contains("/src/main/");
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    String packageName() {
        return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    /** The name of the file's type, without {@code .java}. */
    String typeName() {
        return fileName().substring(0, fileName().length() - ".java".length());
    }

    List<ClassTree> topLevelTypes() {
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .toList();
    }

    long startLine(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    long endLine(Tree tree) {
        return unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
    }

    /** The source before a tree, for what the parser drops: comments. */
    String textBefore(Tree tree) {
        return text.substring(0, (int) positions.getStartPosition(unit, tree)).strip();
    }

    Violation violation(Tree tree, String message) {
        return new Violation(path, startLine(tree), message);
    }

    Violation violation(long line, String message) {
        return new Violation(path, line, message);
    }
}
