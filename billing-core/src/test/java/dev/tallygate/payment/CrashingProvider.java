package dev.tallygate.payment;

import dev.tallygate.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A provider in front of which the process dies at one chosen call, just before it or just after it was done. */
public class CrashingProvider implements PaymentProvider {
    private final PaymentProvider behind;
    private int calls;
    private int crashAt;
    private boolean isAfter;
    private @Nullable CallKind crashAfter;

    public CrashingProvider(PaymentProvider behind) {
        this.behind = behind;
    }

    /** Dies at the call of this number, counted from 1 from now on. */
    public void crashAt(int call, boolean after) {
        calls = 0;
        crashAt = call;
        isAfter = after;
    }

    /** Dies just after the first call of this kind was made. */
    public void crashAfter(CallKind kind) {
        crashAfter = kind;
    }

    /** Calls that reached for the provider since the last order. */
    public int calls() {
        return calls;
    }

    /** What a killed process leaves: nothing is caught and nothing is written after it. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private <T> T call(Supplier<T> work) {
        calls++;
        if (calls == crashAt && !isAfter) {
            throw new Crash();
        }
        T answer = work.get();
        if (calls == crashAt) {
            throw new Crash();
        }
        return answer;
    }

    @Override
    public String name() {
        return behind.name();
    }

    @Override
    public String account() {
        return behind.account();
    }

    @Override
    public Duration keyLife() {
        return behind.keyLife();
    }

    @Override
    public LineRules lineRules() {
        return behind.lineRules();
    }

    @Override
    public List<PlannedCall> planInvoice(int lines) {
        return behind.planInvoice(lines);
    }

    @Override
    public Prepared prepare(Call call) {
        return behind.prepare(call);
    }

    @Override
    public Outcome execute(Call call, String idempotencyKey) {
        Outcome outcome = call(() -> behind.execute(call, idempotencyKey));
        if (call.kind() == crashAfter) {
            crashAfter = null;
            throw new Crash();
        }
        return outcome;
    }

    @Override
    public LookUp lookUp(Call call, Instant since) {
        return call(() -> behind.lookUp(call, since));
    }

    @Override
    public Fetched<InvoiceFacts> fetchInvoice(String providerInvoiceId) {
        return call(() -> behind.fetchInvoice(providerInvoiceId));
    }

    @Override
    public Fetched<List<ProviderLine>> fetchLines(String providerInvoiceId) {
        return call(() -> behind.fetchLines(providerInvoiceId));
    }

    @Override
    public Listed<FoundObject.OfCustomer> listCustomers(String installationId, Instant since, Optional<String> after) {
        return behind.listCustomers(installationId, since, after);
    }

    @Override
    public Listed<FoundObject.OfInvoice> listInvoices(String installationId, Instant since, Optional<String> after) {
        return behind.listInvoices(installationId, since, after);
    }

    @Override
    public Fetched<List<MoneyBack>> fetchBack(String objectId) {
        return call(() -> behind.fetchBack(objectId));
    }

    @Override
    public Fetched<EventPage> listEvents(Instant since, String page) {
        return call(() -> behind.listEvents(since, page));
    }

    @Override
    public boolean makesCreditNotes() {
        return behind.makesCreditNotes();
    }

    @Override
    public Money leastCollected(Currency currency) {
        return behind.leastCollected(currency);
    }

    @Override
    public Verification verifyThin(byte[] body, Map<String, String> headers, Instant now) {
        return behind.verifyThin(body, headers, now);
    }

    @Override
    public Optional<ReadBudget> readBudget() {
        return behind.readBudget();
    }

    @Override
    public Optional<UsageRating> rating() {
        return behind.rating();
    }

    @Override
    public Duration eventLife() {
        return behind.eventLife();
    }

    @Override
    public Verification verify(byte[] body, Map<String, String> headers, Instant now) {
        return behind.verify(body, headers, now);
    }

    @Override
    public ProviderEvent read(byte[] body) {
        return behind.read(body);
    }
}
