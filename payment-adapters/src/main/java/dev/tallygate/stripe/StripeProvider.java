package dev.tallygate.stripe;

import com.stripe.StripeClient;
import dev.tallygate.operation.Mode;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.CallPace;
import dev.tallygate.payment.EventPage;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.FoundObject;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.Listed;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.MoneyBack;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PlannedCall;
import dev.tallygate.payment.Prepared;
import dev.tallygate.payment.ProviderEvent;
import dev.tallygate.payment.ProviderLine;
import dev.tallygate.payment.UsageRating;
import dev.tallygate.payment.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;

/** Stripe as a provider: our lines become a Stripe invoice, which Stripe collects. */
public final class StripeProvider implements PaymentProvider {
    public static final String NAME = "stripe";

    /** Stripe's limit of items on one invoice (docs.stripe.com/api/invoiceitems). */
    static final int LINES_MAX = 250;

    /** Stripe forgets a key after 24 hours at the earliest: an hour before that we look before we send. */
    static final Duration KEY_LIFE = Duration.ofHours(23);

    private final StripeSettings settings;
    private final StripeRequests requests;
    private final StripeWrites writes;
    private final StripeReads reads;
    private final StripeLookUp lookUp;
    private final StripeOurs ours;
    private final StripeWebhooks webhooks;
    private final StripeBacks backs;
    private final StripeRating rating;
    private final StripeEventList eventList;

    /** For a Stripe of one's own: without an endpoint for thin events, and as fast as it is called. */
    public StripeProvider(StripeSettings settings, Mode mode) {
        this(settings, new StripeThinSettings(List.of()), mode, CallPace.free());
    }

    /**
     * Makes no call.
     *
     * @throws dev.tallygate.rejection.Rejected {@code MODE_MISMATCH} where the key is one of the other mode
     */
    public StripeProvider(StripeSettings settings, StripeThinSettings thin, Mode mode, CallPace pace) {
        StripeKeys.check(settings.apiKey(), mode);
        StripeClient client = StripeClients.open(settings, pace);
        ObjectMapper json = new ObjectMapper();
        this.settings = settings;
        this.requests = new StripeRequests(settings);
        this.reads = new StripeReads(client, mode, json);
        StripeRatedWrites rated = new StripeRatedWrites(client, new StripeRatedRequests(settings), reads);
        this.rating = new StripeRating(client, reads);
        this.writes = new StripeWrites(client, requests, rated, reads);
        StripeNotes notes = new StripeNotes(client, reads);
        this.lookUp = new StripeLookUp(client, rated, reads, notes);
        this.ours = new StripeOurs(client, json, notes);
        this.webhooks = new StripeWebhooks(settings.webhookSecrets(), thin.webhookSecrets(), mode, json);
        this.backs = new StripeBacks(client, reads);
        this.eventList = new StripeEventList(client, json);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String account() {
        return settings.account();
    }

    @Override
    public Duration keyLife() {
        return KEY_LIFE;
    }

    /** As of docs.stripe.com/rate-limits, "API read request allocations". */
    @Override
    public Optional<ReadBudget> readBudget() {
        return Optional.of(new ReadBudget(500, 10_000));
    }

    @Override
    public Optional<UsageRating> rating() {
        return Optional.of(rating);
    }

    @Override
    public LineRules lineRules() {
        return new LineRules(LINES_MAX, Signs.ANY);
    }

    @Override
    public List<PlannedCall> planInvoice(int lines) {
        List<PlannedCall> calls = new ArrayList<>();
        calls.add(new PlannedCall(CallKind.CREATE_INVOICE, 0));
        for (int line = 1; line <= Math.min(lines, LINES_MAX); line++) {
            calls.add(new PlannedCall(CallKind.ADD_LINE, line));
        }
        calls.add(new PlannedCall(CallKind.FINALIZE_INVOICE, 0));
        return calls;
    }

    @Override
    public boolean makesCreditNotes() {
        return true;
    }

    @Override
    public Prepared prepare(Call call) {
        return requests.prepare(call);
    }

    @Override
    public Outcome execute(Call call, String idempotencyKey) {
        return writes.execute(call, idempotencyKey);
    }

    @Override
    public LookUp lookUp(Call call, Instant since) {
        return lookUp.lookUp(call, since);
    }

    @Override
    public Fetched<InvoiceFacts> fetchInvoice(String providerInvoiceId) {
        return reads.invoice(providerInvoiceId);
    }

    @Override
    public Fetched<List<ProviderLine>> fetchLines(String providerInvoiceId) {
        return reads.lines(providerInvoiceId);
    }

    @Override
    public Fetched<List<MoneyBack>> fetchBack(String objectId) {
        return backs.back(objectId);
    }

    @Override
    public Fetched<EventPage> listEvents(Instant since, String page) {
        return eventList.page(since, page);
    }

    @Override
    public Verification verifyThin(byte[] body, Map<String, String> headers, Instant now) {
        return webhooks.verifyThin(body, headers, now);
    }

    @Override
    public Listed<FoundObject.OfCustomer> listCustomers(String installationId, Instant since, Optional<String> after) {
        return ours.customers(installationId, since, after);
    }

    @Override
    public Listed<FoundObject.OfInvoice> listInvoices(String installationId, Instant since, Optional<String> after) {
        return ours.invoices(installationId, since, after);
    }

    @Override
    public Verification verify(byte[] body, Map<String, String> headers, Instant now) {
        return webhooks.verify(body, headers, now);
    }

    @Override
    public ProviderEvent read(byte[] body) {
        return webhooks.read(body);
    }
}
