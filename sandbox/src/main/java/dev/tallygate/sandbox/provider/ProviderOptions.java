package dev.tallygate.sandbox.provider;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/**
 * How a local payment provider is run.
 *
 * @param folder where it keeps its journal
 * @param port on 127.0.0.1; 0 takes any free one
 * @param webhookTarget where its own webhook endpoint points at; can be moved while it runs
 * @param clock what it takes for now
 */
public record ProviderOptions(Path folder, int port, URI webhookTarget, Clock clock) {

    /** Any free port, the system's clock. */
    public static ProviderOptions in(Path folder, URI webhookTarget) {
        return new ProviderOptions(folder, 0, webhookTarget, Clock.systemUTC());
    }

    /** The same on this port. */
    public ProviderOptions onPort(int wanted) {
        return new ProviderOptions(folder, wanted, webhookTarget, clock);
    }

    /** The same by this clock. */
    public ProviderOptions by(Clock other) {
        return new ProviderOptions(folder, port, webhookTarget, other);
    }
}
