package dev.tallygate.server.grpc;

import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * What comes first when the server is to stop: health says so, balancers have time to hear it, then streams are ended and both
 * doors take nothing new. What follows is Spring's: each door waits for its calls in hand, and lanes end what they hold.
 */
final class OrderlyStop implements ApplicationListener<ContextClosedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(OrderlyStop.class);

    private final HealthStatusManager health;
    private final Duration pause;
    private final MeteringCalls metering;
    private final HealthWatches watches;

    /** {@code pause} is how long calls are still taken after health has said NOT_SERVING. */
    OrderlyStop(HealthStatusManager health, Duration pause, MeteringCalls metering, HealthWatches watches) {
        this.health = health;
        this.pause = pause;
        this.metering = metering;
        this.watches = watches;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        LOG.info("server_stops pause_ms={}", pause.toMillis());
        health.enterTerminalState();
        waitForBalancers();
        metering.stopStreams();
        watches.end();
        if (closed.getApplicationContext() instanceof ServletWebServerApplicationContext http) {
            takeNothingNew(http.getWebServer());
        }
    }

    private void waitForBalancers() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
    }

    /** The gRPC door closes next in the order of phases, and waits; the HTTP door need not wait for that. */
    private static void takeNothingNew(@Nullable WebServer web) {
        if (web != null) {
            web.shutDownGracefully(result -> {});
        }
    }
}
