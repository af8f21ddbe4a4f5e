package dev.tallygate.sandbox.provider;

import dev.tallygate.sandbox.http.Watch;
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
 * @param thinTarget the same for events that have webhooks of their own, where the provider has such
 * @param clock what it takes for now
 * @param scriptText what goes wrong from the start on, as {@link dev.tallygate.sandbox.http.ScriptReader} reads it
 * @param watch sees each call with its answer
 */
public record ProviderOptions(
        Path folder,
        int port,
        URI webhookTarget,
        URI thinTarget,
        Clock clock,
        Optional<String> scriptText,
        Watch watch) {

    /** Any free port, the system's clock, nothing ordered. */
    public static ProviderOptions in(Path folder, URI webhookTarget) {
        return new ProviderOptions(
                folder,
                0,
                webhookTarget,
                URI.create(webhookTarget + "/thin"),
                Clock.systemUTC(),
                Optional.empty(),
                Watch.NOBODY);
    }

    /** The same on this port. */
    public ProviderOptions onPort(int wanted) {
        return new ProviderOptions(folder, wanted, webhookTarget, thinTarget, clock, scriptText, watch);
    }

    /** The same by this clock. */
    public ProviderOptions by(Clock other) {
        return new ProviderOptions(folder, port, webhookTarget, thinTarget, other, scriptText, watch);
    }

    /** The same with thin events told there. */
    public ProviderOptions withThinTarget(URI target) {
        return new ProviderOptions(folder, port, webhookTarget, target, clock, scriptText, watch);
    }

    /** The same with this script of what goes wrong. */
    public ProviderOptions with(String script) {
        return new ProviderOptions(folder, port, webhookTarget, thinTarget, clock, Optional.of(script), watch);
    }

    /** The same under these eyes. */
    public ProviderOptions watchedBy(Watch eyes) {
        return new ProviderOptions(folder, port, webhookTarget, thinTarget, clock, scriptText, eyes);
    }
}
