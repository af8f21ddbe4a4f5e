package dev.tallygate.paystack;

import dev.tallygate.money.Money;
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
import dev.tallygate.payment.Verification;
import dev.tallygate.paystack.PaystackCollecting.Collection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.ObjectMapper;

/** Paystack as a provider: our invoice becomes a payment request, which the customer pays. */
public final class PaystackProvider implements PaymentProvider {
    public static final String NAME = "paystack";

    /** Paystack publishes no limit; ours keeps the mail that it sends readable. */
    static final int LINES_MAX = 100;

    private final PaystackSettings settings;
    private final Collection collection;
    private final PaystackRequests requests;
    private final PaystackWrites writes;
    private final PaystackReads reads;
    private final PaystackLookUp lookUp;
    private final PaystackOurs ours;
    private final PaystackWebhooks webhooks;
    private final PaystackBacks backs;
    private final PaystackEventList eventList;

    /** Collecting by payment requests, and as fast as it is called: for a Paystack of one's own. */
    public PaystackProvider(PaystackSettings settings, Mode mode) {
        this(settings, new PaystackCollecting(Collection.PAYMENT_REQUEST), mode, CallPace.free(), Clock.systemUTC());
    }

    /**
     * Makes no call.
     *
     * @param clock by which a day passes between two charges of a card
     * @throws dev.tallygate.rejection.Rejected {@code MODE_MISMATCH} where a key is one of the other mode
     */
    public PaystackProvider(
            PaystackSettings settings, PaystackCollecting collecting, Mode mode, CallPace pace, Clock clock) {
        PaystackKeys.check(settings, mode);
        ObjectMapper json = new ObjectMapper();
        PaystackHttp http = new PaystackHttp(settings, mode, json, pace);
        this.settings = settings;
        this.collection = collecting.collection();
        this.requests = new PaystackRequests(settings, json);
        this.reads = new PaystackReads(http, requests);
        PaystackCharges charges = new PaystackCharges(http, requests, reads, clock);
        this.writes = new PaystackWrites(http, requests, reads, charges, collection);
        this.lookUp = new PaystackLookUp(http, requests, reads, charges);
        this.backs = new PaystackBacks(http, requests);
        this.eventList = new PaystackEventList(http, json);
        this.ours = new PaystackOurs(http, reads, json);
        this.webhooks = new PaystackWebhooks(settings.keys(), mode, json);
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
        return Duration.ZERO;
    }

    @Override
    public LineRules lineRules() {
        return new LineRules(LINES_MAX, Signs.POSITIVE);
    }

    @Override
    public Money leastCollected(Currency currency) {
        return Money.rounded(PaystackAmounts.minimum(currency, settings.minimums()), currency);
    }

    @Override
    public List<PlannedCall> planInvoice(int lines) {
        Stream<CallKind> fixed = Stream.of(CallKind.CREATE_INVOICE, CallKind.FINALIZE_INVOICE);
        Stream<CallKind> charged =
                collection == Collection.CHARGE_AUTHORIZATION ? Stream.of(CallKind.CHARGE_INVOICE) : Stream.of();
        return Stream.concat(fixed, charged)
                .map(kind -> new PlannedCall(kind, 0))
                .toList();
    }

    @Override
    public Prepared prepare(Call call) {
        return requests.prepare(call);
    }

    @Override
    public Outcome execute(Call call, String idempotencyKey) {
        return writes.execute(call);
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
    public Listed<FoundObject.OfCustomer> listCustomers(String installationId, Instant since, Optional<String> after) {
        return ours.customers(installationId, after);
    }

    @Override
    public Listed<FoundObject.OfInvoice> listInvoices(String installationId, Instant since, Optional<String> after) {
        return ours.invoices(installationId, since, after);
    }

    @Override
    public Verification verify(byte[] body, Map<String, String> headers, Instant now) {
        return webhooks.verify(body, headers);
    }

    @Override
    public ProviderEvent read(byte[] body) {
        return webhooks.read(body);
    }
}
