package dev.tallygate.rig.house;

import java.util.List;
import java.util.function.Function;

/** One sentence of the style that a machine can keep, and the look that finds where a file breaks it. */
record TidyRule(String sentence, Function<SourceFile, List<Violation>> violations) {
    @Override
    public String toString() {
        return sentence;
    }
}
