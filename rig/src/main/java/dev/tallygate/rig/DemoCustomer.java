package dev.tallygate.rig;

import java.util.List;

/** A customer of the demo: who it is, what plan it is on, and the models that it uses. */
record DemoCustomer(String customerId, String name, String planId, String currencyCode, List<String> models) {

    /** The customers of one run; the first run has the plain names. */
    static List<DemoCustomer> ofRun(int run) {
        String suffix = run == 1 ? "" : "-" + run;
        return List.of(
                new DemoCustomer(
                        "acme" + suffix, "Acme Ltd", "standard", "USD", List.of("gpt-4o-mini", "gpt-4o-2024-08-06")),
                new DemoCustomer("globex" + suffix, "Globex Corp", "premium", "USD", List.of("claude-sonnet-4")),
                new DemoCustomer(
                        "initech" + suffix, "Initech", "by-model", "USD", List.of("gpt-4o-mini", "gpt-4o-2024-08-06")),
                new DemoCustomer("lagos-ai" + suffix, "Lagos AI", "standard-ngn", "NGN", List.of("gpt-4o-mini")),
                new DemoCustomer("hooli" + suffix, "Hooli", "free", "USD", List.of("gpt-4o-mini")));
    }

    String email() {
        return "billing@" + customerId + ".example";
    }
}
