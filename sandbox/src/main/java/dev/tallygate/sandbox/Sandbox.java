package dev.tallygate.sandbox;

import dev.tallygate.sandbox.database.DatabaseOptions;
import dev.tallygate.sandbox.database.EmbeddedDatabase;
import dev.tallygate.sandbox.provider.ProviderOptions;
import dev.tallygate.sandbox.stripe.LocalStripe;
import java.io.IOException;
import java.net.BindException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of one home while they run. A database that dies under it is started again on its port. */
final class Sandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final long LOOK_MILLIS = 500;

    private final SandboxHome home;
    private final @Nullable LocalStripe stripe;
    private @Nullable EmbeddedDatabase database;
    private boolean closed;

    private Sandbox(SandboxHome home, @Nullable EmbeddedDatabase database, @Nullable LocalStripe stripe) {
        this.home = home;
        this.database = database;
        this.stripe = stripe;
    }

    /** Starts what the settings ask for and returns when it answers; what was started ends when the rest cannot. */
    static Sandbox start(SandboxHome home, SandboxSettings settings) throws IOException {
        EmbeddedDatabase database = settings.part().hasDatabase()
                ? EmbeddedDatabase.start(
                        home.database(), DatabaseOptions.durable().onPort(settings.databasePort()))
                : null;
        try {
            LocalStripe stripe = settings.part().hasStripe() ? startStripe(home, settings) : null;
            return new Sandbox(home, database, stripe);
        } catch (IOException | RuntimeException e) {
            if (database != null) {
                database.stop();
            }
            throw e;
        }
    }

    private static LocalStripe startStripe(SandboxHome home, SandboxSettings settings) throws IOException {
        ProviderOptions options = ProviderOptions.in(home.stripe(), settings.webhookTarget());
        LocalStripe stripe;
        if (settings.stripePort() != 0) {
            stripe = startStripeOn(options.onPort(settings.stripePort()));
        } else {
            stripe = startStripeOnLastPort(options, home.lastStripePort().orElse(0));
        }
        home.rememberStripePort(stripe.port());
        return stripe;
    }

    private static LocalStripe startStripeOn(ProviderOptions options) throws IOException {
        try {
            return LocalStripe.start(options);
        } catch (BindException e) {
            throw new SandboxException(
                    "port " + options.port() + " for the local Stripe is taken by another program: choose another", e);
        }
    }

    private static LocalStripe startStripeOnLastPort(ProviderOptions options, int lastPort) throws IOException {
        try {
            return LocalStripe.start(options.onPort(lastPort));
        } catch (BindException e) {
            LOG.info("port taken port={} expected=the last one, any other is taken now", lastPort);
            return LocalStripe.start(options.onPort(0));
        }
    }

    /** What others need to know, by the names under which the product reads it. */
    synchronized Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (database != null) {
            settings.put("TALLYGATE_DB_URL", database.jdbcUrl("tallygate"));
        }
        if (stripe != null) {
            settings.put("STRIPE_API_KEY", stripe.apiKey());
            settings.put("STRIPE_API_BASE", stripe.url());
            settings.put("STRIPE_WEBHOOK_SECRETS", stripe.webhookSecret());
            settings.put("SANDBOX_STRIPE_URL", stripe.url());
        }
        settings.put("SANDBOX_PID", Long.toString(ProcessHandle.current().pid()));
        return settings;
    }

    /** Looks after the database until the sandbox is closed. */
    void watch() throws InterruptedException {
        while (isOpenAfterLook()) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private synchronized boolean isOpenAfterLook() {
        EmbeddedDatabase current = database;
        if (!closed && current != null && !current.isRunning()) {
            LOG.warn("database ended by itself pid={}, starting it again port={}", current.pid(), current.port());
            current.kill();
            database = EmbeddedDatabase.start(
                    home.database(), DatabaseOptions.durable().onPort(current.port()));
        }
        return !closed;
    }

    /** Ends the servers cleanly; their data stays. */
    @Override
    public synchronized void close() {
        closed = true;
        if (stripe != null) {
            stripe.close();
        }
        if (database != null) {
            database.stop();
        }
    }
}
