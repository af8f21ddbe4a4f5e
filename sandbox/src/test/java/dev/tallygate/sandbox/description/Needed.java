package dev.tallygate.sandbox.description;

import java.util.function.Supplier;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What a test cannot do without and a machine may lack: with a sentence it is skipped; with {@code CI=true} it has failed. */
public final class Needed {
    private Needed() {}

    /** The exception to be thrown where it is missing. */
    public static Supplier<RuntimeException> or(String sentence) {
        return or(sentence, "true".equals(System.getenv("CI")));
    }

    static Supplier<RuntimeException> or(String sentence, boolean isCi) {
        return () -> isCi ? unchecked(sentence) : new TestAbortedException(sentence);
    }

    private static RuntimeException unchecked(String sentence) {
        throw new AssertionFailedError(sentence + " (with CI=true that is a failure)");
    }
}
