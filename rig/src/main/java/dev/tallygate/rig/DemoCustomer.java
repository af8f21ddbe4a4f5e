package dev.tallygate.rig;

import dev.tallygate.v1.Provider;
import java.util.List;
import java.util.Locale;

/** A customer of the demo: who it is, what plan it is on, who collects, and the models that it uses. */
record DemoCustomer(
        String customerId, String name, String planId, String currencyCode, Provider provider, List<String> models) {

    /** The customers of one run; the first run has the plain names. */
    static List<DemoCustomer> ofRun(int run) {
        String suffix = run == 1 ? "" : "-" + run;
        return List.of(
                new DemoCustomer(
                        "acme" + suffix,
                        "Acme Ltd",
                        "standard",
                        "USD",
                        Provider.PROVIDER_STRIPE,
                        List.of("gpt-4o-mini", "gpt-4o-2024-08-06")),
                new DemoCustomer(
                        "globex" + suffix,
                        "Globex Corp",
                        "premium",
                        "USD",
                        Provider.PROVIDER_MANUAL,
                        List.of("claude-sonnet-4")),
                new DemoCustomer(
                        "initech" + suffix,
                        "Initech",
                        "by-model",
                        "USD",
                        Provider.PROVIDER_STRIPE,
                        List.of("gpt-4o-mini", "gpt-4o-2024-08-06")),
                new DemoCustomer(
                        "lagos-ai" + suffix,
                        "Lagos AI",
                        "standard-ngn",
                        "NGN",
                        Provider.PROVIDER_PAYSTACK,
                        List.of("gpt-4o-mini")),
                new DemoCustomer(
                        "hooli" + suffix, "Hooli", "free", "USD", Provider.PROVIDER_STRIPE, List.of("gpt-4o-mini")));
    }

    /** The provider as commands and rows name it. */
    String providerName() {
        return provider.name().substring("PROVIDER_".length()).toLowerCase(Locale.ROOT);
    }

    String email() {
        return "billing@" + customerId + ".example";
    }
}
