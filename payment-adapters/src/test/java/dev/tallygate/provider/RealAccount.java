package dev.tallygate.provider;

import java.util.Map;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** When a real account is asked: where somebody wants it, and with a test key. */
public final class RealAccount {
    /** {@code -Dtallygate.accounts=true}. */
    private static final String WANTED = "tallygate.accounts";

    private RealAccount() {}

    /**
     * The test key in this variable; without one the test is skipped with a sentence.
     *
     * @param baseName of the variable that points at a local provider where one is in use
     */
    public static String testKey(String keyName, String baseName) {
        return testKey(keyName, baseName, Boolean.getBoolean(WANTED), System.getenv());
    }

    static String testKey(String keyName, String baseName, boolean isWanted, Map<String, String> environment) {
        String key = environment.getOrDefault(keyName, "");
        if (!isWanted) {
            throw new TestAbortedException("no real account is asked (with -D%s=true, and a test key in %s, it is)"
                    .formatted(WANTED, keyName));
        }
        if (key.isBlank()) {
            throw new TestAbortedException("no real account is asked: %s is not set".formatted(keyName));
        }
        if (!environment.getOrDefault(baseName, "").isBlank()) {
            throw new TestAbortedException(
                    "no real account is asked: %s points at a local provider (unset it)".formatted(baseName));
        }
        if (!key.startsWith("sk_test_")) {
            throw new AssertionFailedError(
                    "%s is no test key (expected: sk_test_…, since invoices are made and voided)".formatted(keyName));
        }
        return key;
    }
}
