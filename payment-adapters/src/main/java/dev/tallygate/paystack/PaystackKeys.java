package dev.tallygate.paystack;

import dev.tallygate.operation.Mode;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;

/** Holds Paystack's keys to the mode of the database: the key alone decides whether money is real. */
final class PaystackKeys {
    private PaystackKeys() {}

    /** @throws Rejected {@code MODE_MISMATCH}; no key is ever repeated */
    static void check(PaystackSettings settings, Mode mode) {
        check("PAYSTACK_SECRET_KEY", settings.secretKey(), mode);
        if (!settings.previousSecretKey().isEmpty()) {
            check("PAYSTACK_PREVIOUS_SECRET_KEY", settings.previousSecretKey(), mode);
        }
    }

    private static void check(String setting, String key, Mode mode) {
        if (!key.startsWith("sk_" + mode.word() + "_")) {
            throw Rejected.of(
                    Reason.MODE_MISMATCH,
                    "%s: %s (expected: sk_%s_…, since this database is in mode %s)"
                            .formatted(setting, kindOf(key), mode.word(), mode.word()));
        }
    }

    private static String kindOf(String key) {
        if (key.startsWith("sk_test_")) {
            return "a test key";
        }
        if (key.startsWith("sk_live_")) {
            return "a live key";
        }
        return key.startsWith("pk_") ? "a public key" : "no secret key of Paystack's";
    }
}
