package dev.tallygate.sandbox.stripe;

import dev.tallygate.sandbox.http.Fault;
import dev.tallygate.sandbox.http.LoopbackServer;
import dev.tallygate.sandbox.http.Misfortune;
import dev.tallygate.sandbox.http.Routes;
import dev.tallygate.sandbox.http.Script;
import dev.tallygate.sandbox.journal.Change;
import dev.tallygate.sandbox.journal.DocumentStore;
import dev.tallygate.sandbox.journal.Ids;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.ClockControls;
import dev.tallygate.sandbox.provider.DueWork;
import dev.tallygate.sandbox.provider.ProviderOptions;
import dev.tallygate.sandbox.provider.SandboxClock;
import dev.tallygate.sandbox.provider.ScriptControls;
import dev.tallygate.sandbox.provider.WebhookQueue;
import dev.tallygate.sandbox.provider.WebhookSender;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A running local Stripe: its address, its key, the secret of its webhooks. State is kept over restarts. */
public final class LocalStripe implements AutoCloseable {
    private static final String KEYS = "keys";

    private final DocumentStore store;
    private final LoopbackServer server;
    private final DueWork dueWork;
    private final WebhookSender webhooks;
    private final Script script;
    private final String apiKey;
    private final String webhookSecret;
    private final String thinWebhookSecret;

    private LocalStripe(DocumentStore store, LoopbackServer server, Ids ids, ProviderOptions options) {
        this.store = store;
        this.server = server;
        SandboxClock clock = SandboxClock.open(store, Kind.SETTING, options.clock());
        script = new Script(EnumSet.allOf(Fault.Type.class), clock);
        EventLog events = new EventLog(clock, ids, new WebhookQueue(Kind.DELIVERY, script, clock, ids));
        webhooks = new WebhookSender(store, new StripeWebhooks(events), clock);
        apiKey = store.change(Change.Origin.SANDBOX, change -> apiKey(change, ids));
        WebhookEndpoints endpoints = new WebhookEndpoints(events);
        webhookSecret = store.change(
                Change.Origin.SANDBOX,
                change -> Endpoints.open(change, endpoints, Kind.WEBHOOK_ENDPOINT, options.webhookTarget()));
        thinWebhookSecret = store.change(
                Change.Origin.SANDBOX,
                change -> Endpoints.open(change, endpoints, Kind.EVENT_DESTINATION, options.thinTarget()));
        InvoiceBook book = new InvoiceBook(events);
        Payments payments = new Payments(events);
        Refunds refunds = new Refunds(events);
        RateLimit limit = new RateLimit();
        InvoiceMoves moves = new InvoiceMoves(book, payments, url() + "/_sandbox/stripe/invoices/");
        InvoiceActions actions = new InvoiceActions(book, moves);
        Routes routes = new Routes();
        new Customers(events).addTo(routes);
        Invoices invoices = new Invoices(book);
        invoices.addTo(routes);
        Metering metering = new Metering(book, moves, invoices);
        metering.addTo(routes);
        actions.addTo(routes);
        new InvoiceItems(book).addTo(routes);
        endpoints.addTo(routes);
        new AccountReads().addTo(routes);
        payments.addTo(routes);
        refunds.addTo(routes);
        new Disputes(events).addTo(routes);
        new CreditNotes(book, moves, refunds).addTo(routes);
        new SandboxControls(book, moves, webhooks, limit).addTo(routes);
        new ClockControls(clock).addTo(routes);
        ScriptControls scripts = new ScriptControls(script, "/v1/");
        scripts.addTo(routes);
        options.scriptText().ifPresent(scripts::read);
        server.serve(options.watch()
                .over(new StripeApi(
                        apiKey,
                        routes,
                        store,
                        new Replays(events),
                        new Misfortune(script),
                        limit,
                        webhooks::awaitTaken)));
        DueInvoices due = new DueInvoices(book, actions);
        dueWork = new DueWork(
                "stripe-due-work",
                store,
                webhooks,
                List.of(
                        metering::countDue,
                        metering::closeDue,
                        due::finalizeDue,
                        due::chargeDue,
                        due::tellOverdue,
                        due::forgetOld));
        dueWork.start();
    }

    /**
     * Starts and returns when it answers.
     *
     * @throws IOException when the port is taken or the folder cannot be written
     */
    public static LocalStripe start(ProviderOptions options) throws IOException {
        Ids ids = new Ids(new SecureRandom());
        LoopbackServer server = LoopbackServer.bind(options.port(), ids);
        DocumentStore store = DocumentStore.open(options.folder().resolve("stripe.journal"));
        return new LocalStripe(store, server, ids, options);
    }

    /** The API's base, without a slash at the end. */
    public String url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    /** The only key it takes; starts with {@code sk_test_}. */
    public String apiKey() {
        return apiKey;
    }

    /** What the webhooks to the target are signed with. */
    public String webhookSecret() {
        return webhookSecret;
    }

    /** Orders a fault for coming calls or webhooks. */
    public void order(Fault fault) {
        script.order(fault);
    }

    /** The faults that are not over. */
    public List<Fault> orderedFaults() {
        return script.left();
    }

    /** All that is ordered and has happened. */
    public Script script() {
        return script;
    }

    /** From now on webhooks go there, those that failed so far included. */
    public void sendWebhooksTo(URI target) {
        store.change(Change.Origin.SANDBOX, change -> {
            Endpoints.point(change, Kind.WEBHOOK_ENDPOINT, target.toString());
            return target;
        });
        webhooks.retryAllNow();
    }

    /** What the webhooks of thin events are signed with. */
    public String thinWebhookSecret() {
        return thinWebhookSecret;
    }

    /** From now on webhooks of thin events go there, those that failed so far included. */
    public void sendThinWebhooksTo(URI target) {
        store.change(Change.Origin.SANDBOX, change -> {
            Endpoints.point(change, Kind.EVENT_DESTINATION, target.toString());
            return target;
        });
        webhooks.retryAllNow();
    }

    @Override
    public void close() {
        server.close();
        dueWork.close();
        webhooks.close();
        store.close();
    }

    private static String apiKey(Change change, Ids ids) {
        ObjectNode keys = change.find(Kind.SETTING, KEYS).orElseGet(() -> {
            ObjectNode fresh = Json.object();
            fresh.put("api_key", ids.next("sk_test_"));
            change.put(Kind.SETTING, KEYS, fresh);
            return fresh;
        });
        return Json.string(keys, "api_key");
    }
}
