package dev.tallygate.sandbox.paystack;

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
import java.util.function.Function;

/** A running local Paystack: its address and its key, which signs its webhooks too. State is kept over restarts. */
public final class LocalPaystack implements AutoCloseable {
    /** Paystack has neither idempotency keys nor event ids, and counts nothing for us. */
    private static final EnumSet<Fault.Type> STRIPES_ONLY = EnumSet.of(
            Fault.Type.LOCK_TIMEOUT, Fault.Type.KEY_IN_USE, Fault.Type.METER_REJECTION, Fault.Type.WEBHOOK_TWIN);

    private final DocumentStore store;
    private final LoopbackServer server;
    private final Script script;
    private final Account account;
    private final PaystackEvents events;
    private final TransactionBook transactions;
    private final Payments payments;
    private final Disputes disputes;
    private final WebhookSender webhooks;
    private final DueWork dueWork;

    private LocalPaystack(DocumentStore store, LoopbackServer server, ProviderOptions options, Ids ids) {
        this.store = store;
        this.server = server;
        SandboxClock clock = SandboxClock.open(store, Kind.SETTING, options.clock());
        account = new Account(clock, ids);
        script = new Script(EnumSet.complementOf(STRIPES_ONLY), clock);
        events = new PaystackEvents(account, new WebhookQueue(Kind.DELIVERY, script, clock, ids));
        RequestBook book = new RequestBook(account, events);
        transactions = new TransactionBook(account, events);
        payments = new Payments(book, transactions, events);
        Refunds refunds = new Refunds(account, events);
        disputes = new Disputes(account, events);
        webhooks = new WebhookSender(store, events, clock);
        change(change -> {
            PaystackEvents.pointTo(change, options.webhookTarget().toString());
            return account.secretKey(change);
        });
        Routes routes = new Routes();
        new Customers(account).addTo(routes);
        new PaymentRequests(book).addTo(routes);
        new RequestReads(book).addTo(routes);
        new RequestMoves(book).addTo(routes);
        new Transactions(transactions).addTo(routes);
        new Charges(transactions).addTo(routes);
        refunds.addTo(routes);
        disputes.addTo(routes);
        new PaystackControls(account, payments, events, webhooks).addTo(routes);
        new CardControls(transactions, disputes).addTo(routes);
        ScriptControls scripts = new ScriptControls(script, "/");
        scripts.addTo(routes);
        options.scriptText().ifPresent(scripts::read);
        new ClockControls(clock).addTo(routes);
        server.serve(options.watch()
                .over(new PaystackApi(account, routes, store, new Misfortune(script), webhooks::awaitTaken)));
        dueWork = new DueWork(
                "paystack-due-work", store, webhooks, List.of(payments::payDue, refunds::goOn, events::forgetOld));
        dueWork.start();
    }

    /**
     * Starts and returns when it answers.
     *
     * @throws IOException when the port is taken or the folder cannot be written
     */
    public static LocalPaystack start(ProviderOptions options) throws IOException {
        Ids ids = new Ids(new SecureRandom());
        LoopbackServer server = LoopbackServer.bind(options.port(), ids);
        return new LocalPaystack(
                DocumentStore.open(options.folder().resolve("paystack.journal")), server, options, ids);
    }

    /** The API's base, without a slash at the end. */
    public String url() {
        return server.url();
    }

    public int port() {
        return server.port();
    }

    /** The only key it takes; starts with {@code sk_test_}. */
    public String secretKey() {
        return change(account::secretKey);
    }

    /** From now on another key holds, for calls and for webhooks; the new one. */
    public String changeKey() {
        return change(account::newKey);
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
        change(change -> {
            PaystackEvents.pointTo(change, target.toString());
            return target;
        });
        webhooks.retryAllNow();
    }

    /** What every customer does from now on of whom nothing else was said. */
    public void everybody(Payer payer) {
        change(change -> {
            payer.assignTo(change, "");
            return payer;
        });
    }

    public void turn(Quirk quirk, boolean on) {
        change(change -> {
            quirk.turn(change, on);
            return quirk;
        });
    }

    /** A payment of a request comes in, in hundredths of its currency. */
    public void pay(String requestCode, long amount) {
        change(change -> payments.pay(change, RequestBook.require(change, requestCode), amount));
    }

    /** From now on this customer has such a card, which can be charged where it is reusable. */
    public void saveCard(String customerCode, SavedCard card) {
        change(change -> card.assignTo(change, account, customerCode));
    }

    /** A charge that is under way ends: {@code success}, {@code failed} or {@code abandoned}. */
    public void finishCharge(String reference, String status) {
        change(change -> CardControls.finish(change, transactions, reference, status));
    }

    /** The customer's bank asks for the money of a transaction; the number of the dispute. */
    public long dispute(String reference) {
        return change(change -> Json.number(disputes.open(change, TransactionBook.require(change, reference)), "id"));
    }

    /** Every webhook that was made, oldest first, byte for byte, whether it was taken or not. */
    public List<String> webhooks() {
        return change(change -> change.list(Kind.EVENT, any -> true).stream()
                .map(event -> Json.string(event, "body"))
                .toList());
    }

    /** What the header {@code x-paystack-signature} says of a body. */
    public String signature(String body) {
        return change(change -> events.signature(change, body));
    }

    /** How many e-mails customers got about all requests, archived ones included. */
    public int notificationCount() {
        return change(change -> change.list(Kind.PAYMENT_REQUEST, any -> true).stream()
                .mapToInt(request -> request.path("notifications").size())
                .sum());
    }

    private <T> T change(Function<Change, T> work) {
        return store.change(Change.Origin.SANDBOX, work);
    }

    @Override
    public void close() {
        server.close();
        dueWork.close();
        webhooks.close();
        store.close();
    }
}
