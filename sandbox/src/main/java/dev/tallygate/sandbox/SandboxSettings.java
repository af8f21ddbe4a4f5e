package dev.tallygate.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a sandbox is started with: options of the command line first, then the environment, then what is usual.
 *
 * @param home where its state is kept ({@code --home}, TALLYGATE_HOME, {@code .tallygate})
 * @param parts what is wanted ({@code --only database,mail}; else all)
 * @param stripeTarget where the local Stripe's webhooks go ({@code --webhook-target}, TALLYGATE_WEBHOOK_TARGET)
 * @param thinTarget the same for its thin events ({@code --thin-webhook-target}, TALLYGATE_WEBHOOK_TARGET_THIN)
 * @param paystackTarget where the local Paystack's webhooks go ({@code --paystack-webhook-target},
 *     TALLYGATE_WEBHOOK_TARGET_PAYSTACK)
 * @param scripts what goes wrong from the start on ({@code --stripe-script FILE}, TALLYGATE_SANDBOX_STRIPE_SCRIPT;
 *     {@code --paystack-script}, TALLYGATE_SANDBOX_PAYSTACK_SCRIPT)
 * @param ports of the parts; a port that is not named is the last one or any
 */
record SandboxSettings(
        Path home,
        Set<Part> parts,
        URI stripeTarget,
        URI thinTarget,
        URI paystackTarget,
        Map<Part, String> scripts,
        Map<Port, Integer> ports) {
    private static final String SERVER = "http://127.0.0.1:8080";
    static final URI STRIPE_TARGET = URI.create(SERVER + "/webhooks/stripe");
    static final URI THIN_TARGET = URI.create(SERVER + "/webhooks/stripe/thin");
    static final URI PAYSTACK_TARGET = URI.create(SERVER + "/webhooks/paystack");

    /** A port that can be chosen, as an option and in the environment. */
    enum Port {
        DATABASE("--database-port", "TALLYGATE_SANDBOX_DB_PORT"),
        STRIPE("--stripe-port", "TALLYGATE_SANDBOX_STRIPE_PORT"),
        PAYSTACK("--paystack-port", "TALLYGATE_SANDBOX_PAYSTACK_PORT"),
        SMTP("--smtp-port", "TALLYGATE_SANDBOX_SMTP_PORT"),
        MAIL_PAGE("--mail-port", "TALLYGATE_SANDBOX_MAIL_PORT");

        private final String option;
        private final String variable;

        Port(String option, String variable) {
            this.option = option;
            this.variable = variable;
        }
    }

    private static final List<String> OPTIONS = List.of(
            "--home",
            "--only",
            "--webhook-target",
            "--thin-webhook-target",
            "--paystack-webhook-target",
            "--stripe-script",
            "--paystack-script",
            Port.DATABASE.option,
            Port.STRIPE.option,
            Port.PAYSTACK.option,
            Port.SMTP.option,
            Port.MAIL_PAGE.option);

    SandboxSettings {
        parts = Collections.unmodifiableSet(EnumSet.copyOf(parts));
        scripts = Map.copyOf(scripts);
        ports = Map.copyOf(ports);
    }

    /** @throws SandboxException with a sentence when something is not understood */
    static SandboxSettings of(List<String> arguments, Map<String, String> environment) {
        if (environment.getOrDefault("TALLYGATE_MODE", "test").equals("live")) {
            throw new SandboxException("there is no sandbox in live mode: set TALLYGATE_DB_URL and a provider's key");
        }
        Map<String, String> options = options(arguments);
        Path home = Path.of(
                setting(options, "--home", environment, "TALLYGATE_HOME").orElse(".tallygate"));
        Map<Port, Integer> ports = new HashMap<>();
        for (Port port : Port.values()) {
            setting(options, port.option, environment, port.variable)
                    .ifPresent(text -> ports.put(port, port(port.option, text)));
        }
        Map<Part, String> scripts = new EnumMap<>(Part.class);
        for (Part part : List.of(Part.STRIPE, Part.PAYSTACK)) {
            String variable = "TALLYGATE_SANDBOX_" + part.name() + "_SCRIPT";
            setting(options, "--" + part.word() + "-script", environment, variable)
                    .ifPresent(file -> scripts.put(part, script(part, file)));
        }
        return new SandboxSettings(
                home.toAbsolutePath().normalize(),
                parts(options),
                setting(options, "--webhook-target", environment, "TALLYGATE_WEBHOOK_TARGET")
                        .map(SandboxSettings::url)
                        .orElse(STRIPE_TARGET),
                setting(options, "--thin-webhook-target", environment, "TALLYGATE_WEBHOOK_TARGET_THIN")
                        .map(SandboxSettings::url)
                        .orElse(THIN_TARGET),
                setting(options, "--paystack-webhook-target", environment, "TALLYGATE_WEBHOOK_TARGET_PAYSTACK")
                        .map(SandboxSettings::url)
                        .orElse(PAYSTACK_TARGET),
                scripts,
                ports);
    }

    /** 0 for the last one or any. */
    int port(Port port) {
        return ports.getOrDefault(port, 0);
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

    private static Set<Part> parts(Map<String, String> options) {
        if (!options.containsKey("--only")) {
            return EnumSet.allOf(Part.class);
        }
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String word : options.getOrDefault("--only", "").split(",", -1)) {
            parts.add(Part.of(word.strip()));
        }
        return parts;
    }

    private static String script(Part part, String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new SandboxException("--" + part.word() + "-script " + file + " (expected: a file to read)", e);
        }
    }

    private static URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new SandboxException("webhook target " + text + " (expected: a URL)", e);
        }
    }

    private static int port(String option, String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new SandboxException(option + " " + text + " (expected: a port, 1 to 65535)");
        }
        return Integer.parseInt(text);
    }
}
