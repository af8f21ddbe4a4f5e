package dev.tallygate.stripe;

import dev.tallygate.operation.Mode;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;

/** Holds a Stripe key to the mode of the database: a test key never meets live money, nor the reverse. */
final class StripeKeys {
    private StripeKeys() {}

    /** @throws Rejected {@code MODE_MISMATCH}; the key itself is never repeated */
    static void check(String apiKey, Mode mode) {
        boolean fits = apiKey.startsWith("sk_" + mode.word() + "_") || apiKey.startsWith("rk_" + mode.word() + "_");
        if (!fits) {
            throw Rejected.of(
                    Reason.MODE_MISMATCH,
                    "STRIPE_API_KEY: %s (expected: sk_%s_… or rk_%s_…, since this database is in mode %s)"
                            .formatted(kindOf(apiKey), mode.word(), mode.word(), mode.word()));
        }
    }

    private static String kindOf(String apiKey) {
        if (apiKey.startsWith("sk_test_") || apiKey.startsWith("rk_test_")) {
            return "a test key";
        }
        boolean isLive = apiKey.startsWith("sk_live_") || apiKey.startsWith("rk_live_");
        return isLive ? "a live key" : "no secret key of Stripe's";
    }
}
