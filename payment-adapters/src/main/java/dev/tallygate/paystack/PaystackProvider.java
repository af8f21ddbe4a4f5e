package dev.tallygate.paystack;

import dev.tallygate.operation.Mode;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.CallPace;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PlannedCall;
import dev.tallygate.payment.Prepared;
import dev.tallygate.payment.ProviderEvent;
import dev.tallygate.payment.ProviderLine;
import dev.tallygate.payment.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;

/** Paystack as a provider: our invoice becomes a payment request, which the customer pays. */
public final class PaystackProvider implements PaymentProvider {
    public static final String NAME = "paystack";

    /** Paystack publishes no limit; ours keeps the mail that it sends readable. */
    static final int LINES_MAX = 100;

    private final PaystackSettings settings;
    private final PaystackRequests requests;
    private final PaystackWrites writes;
    private final PaystackReads reads;
    private final PaystackLookUp lookUp;
    private final PaystackWebhooks webhooks;

    /**
     * Makes no call.
     *
     * @throws dev.tallygate.rejection.Rejected {@code MODE_MISMATCH} where a key is one of the other mode
     */
    public PaystackProvider(PaystackSettings settings, Mode mode, CallPace pace) {
        PaystackKeys.check(settings, mode);
        ObjectMapper json = new ObjectMapper();
        PaystackHttp http = new PaystackHttp(settings, mode, json, pace);
        this.settings = settings;
        this.requests = new PaystackRequests(settings, json);
        this.reads = new PaystackReads(http, requests);
        this.writes = new PaystackWrites(http, requests, reads);
        this.lookUp = new PaystackLookUp(http, requests, reads);
        this.webhooks = new PaystackWebhooks(settings.keys(), mode, json);
    }

    /** As fast as it is called: for a Paystack of one's own. */
    public PaystackProvider(PaystackSettings settings, Mode mode) {
        this(settings, mode, CallPace.free());
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
    public List<PlannedCall> planInvoice(int lines) {
        return List.of(new PlannedCall(CallKind.CREATE_INVOICE, 0), new PlannedCall(CallKind.FINALIZE_INVOICE, 0));
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
    public Verification verify(byte[] body, Map<String, String> headers, Instant now) {
        return webhooks.verify(body, headers);
    }

    @Override
    public ProviderEvent read(byte[] body) {
        return webhooks.read(body);
    }
}
