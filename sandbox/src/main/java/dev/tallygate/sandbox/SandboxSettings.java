package dev.tallygate.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sandbox is started with: options of the command line first, then the environment, then what is usual.
 *
 * @param home where its state is kept ({@code --home}, TALLYGATE_HOME, {@code .tallygate})
 * @param webhookTarget where the local Stripe's webhooks go ({@code --webhook-target}, TALLYGATE_WEBHOOK_TARGET)
 * @param part what is wanted ({@code --only database} or {@code --only stripe}; else both)
 * @param databasePort 0 for the last one or any ({@code --database-port}, TALLYGATE_SANDBOX_DB_PORT)
 * @param stripePort 0 for the last one or any ({@code --stripe-port}, TALLYGATE_SANDBOX_STRIPE_PORT)
 */
record SandboxSettings(Path home, URI webhookTarget, Part part, int databasePort, int stripePort) {
    static final URI WEBHOOK_TARGET = URI.create("http://127.0.0.1:8080/webhooks/stripe");

    /** Which of its servers a sandbox runs. */
    enum Part {
        ALL,
        DATABASE,
        STRIPE;

        boolean hasDatabase() {
            return this != STRIPE;
        }

        boolean hasStripe() {
            return this != DATABASE;
        }
    }

    private static final List<String> OPTIONS =
            List.of("--home", "--webhook-target", "--only", "--database-port", "--stripe-port");

    /** @throws SandboxException with a sentence when something is not understood */
    static SandboxSettings of(List<String> arguments, Map<String, String> environment) {
        if (environment.getOrDefault("TALLYGATE_MODE", "test").equals("live")) {
            throw new SandboxException("there is no sandbox in live mode: set TALLYGATE_DB_URL and STRIPE_API_KEY");
        }
        Map<String, String> options = options(arguments);
        return new SandboxSettings(
                Path.of(setting(options, "--home", environment, "TALLYGATE_HOME")
                                .orElse(".tallygate"))
                        .toAbsolutePath()
                        .normalize(),
                setting(options, "--webhook-target", environment, "TALLYGATE_WEBHOOK_TARGET")
                        .map(SandboxSettings::url)
                        .orElse(WEBHOOK_TARGET),
                part(options.getOrDefault("--only", "all")),
                port(setting(options, "--database-port", environment, "TALLYGATE_SANDBOX_DB_PORT")),
                port(setting(options, "--stripe-port", environment, "TALLYGATE_SANDBOX_STRIPE_PORT")));
    }

    private static Map<String, String> options(List<String> arguments) {
        Map<String, String> options = new HashMap<>();
        for (int index = 0; index < arguments.size(); index += 2) {
            String name = arguments.get(index);
            if (!OPTIONS.contains(name) || index + 1 == arguments.size()) {
                throw new SandboxException(
                        "option " + name + " (expected: one of " + String.join(", ", OPTIONS) + ", each with a value)");
            }
            options.put(name, arguments.get(index + 1));
        }
        return options;
    }

    private static Optional<String> setting(
            Map<String, String> options, String option, Map<String, String> environment, String variable) {
        return Optional.ofNullable(options.getOrDefault(option, environment.get(variable)))
                .filter(value -> !value.isBlank());
    }

    private static Part part(String word) {
        return switch (word) {
            case "all" -> Part.ALL;
            case "database" -> Part.DATABASE;
            case "stripe" -> Part.STRIPE;
            default -> throw new SandboxException("--only " + word + " (expected: database or stripe)");
        };
    }

    private static URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new SandboxException("webhook target " + text + " (expected: a URL)", e);
        }
    }

    private static int port(Optional<String> text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.get().matches("[0-9]{1,5}") || Integer.parseInt(text.get()) > 65_535) {
            throw new SandboxException("port " + text.get() + " (expected: 1 to 65535)");
        }
        return Integer.parseInt(text.get());
    }
}
