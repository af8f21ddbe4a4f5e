package dev.tallygate.manual;

import dev.tallygate.payment.Call;
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

/** Stands where a world must have a provider and none is asked. */
final class NoProvider implements PaymentProvider {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public String account() {
        return "none";
    }

    @Override
    public Duration keyLife() {
        return Duration.ZERO;
    }

    @Override
    public LineRules lineRules() {
        return new LineRules(1, Signs.ANY);
    }

    @Override
    public List<PlannedCall> planInvoice(int lines) {
        return List.of();
    }

    @Override
    public Prepared prepare(Call call) {
        return new Prepared.Impossible("there is no provider");
    }

    @Override
    public Outcome execute(Call call, String idempotencyKey) {
        return new Outcome.Unknown("there is no provider");
    }

    @Override
    public LookUp lookUp(Call call, Instant since) {
        return new LookUp.Unknown("there is no provider");
    }

    @Override
    public Fetched<InvoiceFacts> fetchInvoice(String providerInvoiceId) {
        return new Fetched.Unknown<>("there is no provider");
    }

    @Override
    public Fetched<List<ProviderLine>> fetchLines(String providerInvoiceId) {
        return new Fetched.Unknown<>("there is no provider");
    }

    @Override
    public Verification verify(byte[] body, Map<String, String> headers, Instant now) {
        return new Verification.Refused("there is no provider");
    }

    @Override
    public ProviderEvent read(byte[] body) {
        throw new IllegalStateException("there is no provider");
    }
}
