package dev.tallygate.sandbox.stripe;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/**
 * How a local Stripe is run.
 *
 * @param folder where it keeps its journal
 * @param port on 127.0.0.1; 0 takes any free one
 * @param webhookTarget where its own webhook endpoint points at; can be moved while it runs
 * @param clock what it takes for now
 */
public record StripeOptions(Path folder, int port, URI webhookTarget, Clock clock) {

    /** Any free port, the system's clock. */
    public static StripeOptions in(Path folder, URI webhookTarget) {
        return new StripeOptions(folder, 0, webhookTarget, Clock.systemUTC());
    }

    /** The same on this port. */
    public StripeOptions onPort(int wanted) {
        return new StripeOptions(folder, wanted, webhookTarget, clock);
    }

    /** The same by this clock. */
    public StripeOptions by(Clock other) {
        return new StripeOptions(folder, port, webhookTarget, other);
    }
}
