package dev.tallygate.sandbox.provider;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * How a local payment provider is run.
 *
 * @param folder where it keeps its journal
 * @param port on 127.0.0.1; 0 takes any free one
 * @param webhookTarget where its own webhook endpoint points at; can be moved while it runs
 * @param clock what it takes for now
 * @param scriptText what goes wrong from the start on, as {@link dev.tallygate.sandbox.http.ScriptReader} reads it
 */
public record ProviderOptions(Path folder, int port, URI webhookTarget, Clock clock, Optional<String> scriptText) {

    /** Any free port, the system's clock, nothing ordered. */
    public static ProviderOptions in(Path folder, URI webhookTarget) {
        return new ProviderOptions(folder, 0, webhookTarget, Clock.systemUTC(), Optional.empty());
    }

    /** The same on this port. */
    public ProviderOptions onPort(int wanted) {
        return new ProviderOptions(folder, wanted, webhookTarget, clock, scriptText);
    }

    /** The same by this clock. */
    public ProviderOptions by(Clock other) {
        return new ProviderOptions(folder, port, webhookTarget, other, scriptText);
    }

    /** The same with this script of what goes wrong. */
    public ProviderOptions with(String script) {
        return new ProviderOptions(folder, port, webhookTarget, clock, Optional.of(script));
    }
}
