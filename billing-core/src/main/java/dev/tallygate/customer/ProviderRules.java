package dev.tallygate.customer;

import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.Set;

/** Which providers a customer can have, and what each of them must know before it can collect. */
final class ProviderRules {
    /** What Paystack charges in (paystack.com/docs: supported currencies). */
    private static final Set<String> PAYSTACK_CURRENCIES = Set.of("NGN", "GHS", "ZAR", "KES", "USD", "XOF");

    private ProviderRules() {}

    /** Throws {@code FIELD_INVALID} for the first field that the provider cannot work with. */
    static void check(CustomerProfile profile) {
        switch (profile.provider()) {
            case CustomerProfile.STRIPE -> {}
            case CustomerProfile.MANUAL -> requireEmail(profile, "its invoices are sent by mail");
            case CustomerProfile.PAYSTACK -> {
                requireEmail(profile, "Paystack knows customers by it");
                requirePaystackCurrency(profile.currency().getCurrencyCode());
            }
            default ->
                throw Rejected.field(
                        Reason.FIELD_INVALID, "provider", profile.provider(), "stripe, paystack or manual");
        }
    }

    private static void requireEmail(CustomerProfile profile, String why) {
        if (profile.email().isEmpty()) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    "email",
                    "none",
                    "an address, since the provider is %s: %s".formatted(profile.provider(), why));
        }
    }

    private static void requirePaystackCurrency(String code) {
        if (!PAYSTACK_CURRENCIES.contains(code)) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    "currency_code",
                    code,
                    "one that Paystack collects: NGN, GHS, ZAR, KES, USD or XOF");
        }
    }
}
