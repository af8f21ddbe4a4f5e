package dev.tallygate.payment;

import dev.tallygate.payment.ProviderEvent.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A provider as Paystack is: no keys, the whole draft in one call, and webhooks that only hint. */
class KeylessProvider extends FakeProvider {
    private boolean isAway;

    /** From now on nobody answers questions, or somebody does again. */
    void away(boolean away) {
        isAway = away;
    }

    @Override
    public String name() {
        return "paystack";
    }

    @Override
    public Duration keyLife() {
        return Duration.ZERO;
    }

    @Override
    public LineRules lineRules() {
        return new LineRules(3, Signs.POSITIVE);
    }

    @Override
    public List<PlannedCall> planInvoice(int lines) {
        return List.of(new PlannedCall(CallKind.CREATE_INVOICE, 0), new PlannedCall(CallKind.FINALIZE_INVOICE, 0));
    }

    @Override
    void begin(FakeInvoice invoice, Call.Content content) {
        content.lines()
                .forEach(line ->
                        invoice.lines.put("li_" + line.number(), new ProviderLine(line.number(), line.amount())));
    }

    @Override
    public synchronized Outcome execute(Call call, String idempotencyKey) {
        return super.execute(call, UUID.randomUUID().toString());
    }

    @Override
    public synchronized Fetched<InvoiceFacts> fetchInvoice(String providerInvoiceId) {
        return isAway ? new Fetched.Unknown<>("nobody answers") : super.fetchInvoice(providerInvoiceId);
    }

    @Override
    public LookUp lookUp(Call call, Instant since) {
        return isAway ? new LookUp.Unknown("nobody answers") : super.lookUp(call, since);
    }

    @Override
    public ProviderEvent read(byte[] body) {
        ProviderEvent event = super.read(body);
        return new ProviderEvent(event.eventId(), event.type(), event.objectId(), new Evidence.Hint());
    }
}
