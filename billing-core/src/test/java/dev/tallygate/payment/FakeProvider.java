package dev.tallygate.payment;

import dev.tallygate.money.Money;
import dev.tallygate.payment.InvoiceFacts.Marks;
import dev.tallygate.payment.InvoiceFacts.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider in memory: keeps what each key was answered, finds objects by their marks, and meets ordered misfortunes.
 * Its webhooks are {@code eventId|providerInvoiceId}; the facts are those of the moment of reading, but for a status that
 * a third part fixes. The id of a refund or dispute in place of the invoice's says that money went back.
 */
class FakeProvider implements PaymentProvider {
    private static final int LINES_MAX = 4;

    final Map<String, Call.CreateCustomer> customers = new LinkedHashMap<>();
    final Map<String, FakeInvoice> invoices = new LinkedHashMap<>();
    final Map<String, MoneyBack> backs = new LinkedHashMap<>();
    final List<String> keys = new ArrayList<>();
    /** What it lists as having happened, a page each. */
    final List<List<String>> listed = new ArrayList<>();

    boolean isListing = true;
    int questions;
    private final Map<String, Outcome> answers = new HashMap<>();
    private final Map<String, String> requests = new HashMap<>();
    private final Deque<Misfortune> misfortunes = new ArrayDeque<>();
    private final Deque<Outcome> ordered = new ArrayDeque<>();

    /** What happens to the next write call instead of a plain answer. */
    enum Misfortune {
        /** Done, and the answer is lost. */
        ANSWER_LOST,
        /** Not done, no answer. */
        CALL_LOST,
        RATE_LIMITED,
        REJECTED,
        /** A failure that is kept under the key, as Stripe keeps a 500. */
        FAILURE_STORED
    }

    /** One invoice as the provider has it. */
    static final class FakeInvoice {
        final Call.InvoiceReference reference;
        final String customer;
        final Map<String, ProviderLine> lines = new LinkedHashMap<>();
        final List<MoneyPart> parts = new ArrayList<>();
        Status status = Status.DRAFT;
        Money paid;
        Money remaining;

        InvoiceFacts.Demand demand = InvoiceFacts.Demand.UNTOLD;

        FakeInvoice(Call.InvoiceReference reference, String customer) {
            this.reference = reference;
            this.customer = customer;
            paid = Money.zero(reference.currency());
            remaining = paid;
        }

        Money total() {
            return lines.values().stream()
                    .map(ProviderLine::amount)
                    .reduce(Money.zero(reference.currency()), Money::plus);
        }

        void pay(Money amount) {
            status = Status.PAID;
            paid = amount;
            remaining = Money.zero(amount.currency());
        }
    }

    void order(Misfortune misfortune) {
        misfortunes.add(misfortune);
    }

    /** The next write call does nothing, and is answered so. */
    void order(Outcome outcome) {
        ordered.add(outcome);
    }

    /** The provider forgets keys, as it may after a day. */
    void forgetKeys() {
        answers.clear();
        requests.clear();
    }

    FakeInvoice onlyInvoice() {
        if (invoices.size() != 1) {
            throw new AssertionError("invoices at the provider: " + invoices.size() + " (expected: 1)");
        }
        return invoices.values().iterator().next();
    }

    String onlyInvoiceId() {
        onlyInvoice();
        return invoices.keySet().iterator().next();
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public String account() {
        return "own";
    }

    @Override
    public Duration keyLife() {
        return Duration.ofHours(23);
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
    public Prepared prepare(Call call) {
        return new Prepared.Ready(call.kind().name(), call.toString());
    }

    @Override
    public synchronized Outcome execute(Call call, String idempotencyKey) {
        keys.add(idempotencyKey);
        Outcome instead = ordered.poll();
        if (instead != null) {
            return instead;
        }
        Misfortune misfortune =
                answers.get(idempotencyKey) instanceof Outcome.StoredFailure ? null : misfortunes.poll();
        if (misfortune != null) {
            return unlucky(call, idempotencyKey, misfortune);
        }
        return answered(call, idempotencyKey);
    }

    private Outcome unlucky(Call call, String key, Misfortune misfortune) {
        return switch (misfortune) {
            case ANSWER_LOST -> {
                answered(call, key);
                yield new Outcome.Unknown("timeout");
            }
            case CALL_LOST -> new Outcome.Unknown("connection refused");
            case RATE_LIMITED -> new Outcome.RetryLater("429", Optional.of(Duration.ofMinutes(7)));
            case REJECTED -> new Outcome.Rejected("card_declined", "no", "req_1");
            case FAILURE_STORED -> {
                answers.put(key, new Outcome.StoredFailure("500"));
                requests.put(key, call.toString());
                yield new Outcome.Unknown("500");
            }
        };
    }

    private Outcome answered(Call call, String key) {
        Outcome before = answers.get(key);
        if (before != null) {
            return call.toString().equals(requests.get(key))
                    ? before
                    : new Outcome.NeedsAttention("KEY_MISUSED", "other parameters under the same key");
        }
        Outcome answer = done(call);
        answers.put(key, answer);
        requests.put(key, call.toString());
        return answer;
    }

    private Outcome done(Call call) {
        return switch (call) {
            case Call.CreateCustomer customer -> {
                String id = "cus_" + (customers.size() + 1);
                customers.put(id, customer);
                yield accepted(id, Optional.empty());
            }
            case Call.CreateInvoice invoice -> {
                String id = "in_" + (invoices.size() + 1);
                var made = new FakeInvoice(invoice.invoice(), invoice.providerCustomerId());
                begin(made, invoice.content());
                invoices.put(id, made);
                yield accepted(id, Optional.empty());
            }
            case Call.AddLine line -> {
                FakeInvoice invoice = invoice(line.draft());
                String id = "ii_" + (invoice.lines.size() + 1);
                invoice.lines.put(
                        id, new ProviderLine(line.line().number(), line.line().amount()));
                yield accepted(id, Optional.empty());
            }
            case Call.FinalizeInvoice finalize -> finalized(finalize.draft());
            case Call.ChargeInvoice charge -> accepted(charge.draft().providerInvoiceId(), Optional.empty());
            case Call.VoidInvoice voided -> voided(voided.draft());
            case Call.CreateCreditNote note ->
                throw new IllegalStateException(note.kind() + " (expected: a call that is planned)");
            case RatedCall rated ->
                throw new IllegalStateException(rated.kind() + " (expected: a call that is planned)");
        };
    }

    /** Lines come one by one. */
    void begin(FakeInvoice invoice, Call.Content content) {}

    private Outcome finalized(Call.ProviderDraft draft) {
        FakeInvoice invoice = invoice(draft);
        invoice.status = invoice.total().isZero() ? Status.PAID : Status.OPEN;
        invoice.remaining = invoice.total();
        return accepted(draft.providerInvoiceId(), Optional.of(facts(draft.providerInvoiceId())));
    }

    private Outcome voided(Call.ProviderDraft draft) {
        FakeInvoice invoice = invoices.get(draft.providerInvoiceId());
        if (invoice == null || invoice.status == Status.DRAFT) {
            invoices.remove(draft.providerInvoiceId());
            return accepted(draft.providerInvoiceId(), Optional.empty());
        }
        if (invoice.status == Status.PAID) {
            return new Outcome.Rejected("invoice_paid", "paid", "req_2");
        }
        invoice.status = Status.VOID;
        return accepted(draft.providerInvoiceId(), Optional.of(facts(draft.providerInvoiceId())));
    }

    private static Outcome accepted(String id, Optional<InvoiceFacts> facts) {
        return new Outcome.Accepted(id, "req_" + id, facts);
    }

    private FakeInvoice invoice(Call.ProviderDraft draft) {
        return invoice(draft.providerInvoiceId());
    }

    FakeInvoice invoice(String id) {
        FakeInvoice invoice = invoices.get(id);
        if (invoice == null) {
            throw new AssertionError("no invoice " + id);
        }
        return invoice;
    }

    InvoiceFacts facts(String id) {
        FakeInvoice invoice = invoice(id);
        return new InvoiceFacts(
                id,
                Optional.of(new Marks(invoice.reference.installationId(), invoice.reference.invoiceId())),
                invoice.status,
                invoice.total(),
                new InvoiceFacts.Payment(invoice.paid, invoice.remaining, invoice.parts, invoice.demand),
                invoice.status == Status.DRAFT ? Optional.empty() : Optional.of("NUM-" + id),
                Optional.empty());
    }

    @Override
    public synchronized LookUp lookUp(Call call, Instant since) {
        return switch (call) {
            case Call.CreateCustomer customer ->
                found(customers.entrySet().stream()
                        .filter(entry -> entry.getValue().customerId().equals(customer.customerId()))
                        .map(Map.Entry::getKey)
                        .findFirst());
            case Call.CreateInvoice create ->
                found(invoices.entrySet().stream()
                        .filter(entry -> entry.getValue().reference.equals(create.invoice()))
                        .map(Map.Entry::getKey)
                        .findFirst());
            case Call.AddLine line ->
                found(invoice(line.draft()).lines.entrySet().stream()
                        .filter(entry ->
                                entry.getValue().lineNumber() == line.line().number())
                        .map(Map.Entry::getKey)
                        .findFirst());
            case Call.FinalizeInvoice finalize ->
                invoice(finalize.draft()).status == Status.DRAFT
                        ? new LookUp.Absent()
                        : new LookUp.Found(
                                finalize.draft().providerInvoiceId(),
                                Optional.of(facts(finalize.draft().providerInvoiceId())));
            case Call.ChargeInvoice charge -> new LookUp.Absent();
            case Call.CreateCreditNote note -> new LookUp.Absent();
            case RatedCall rated -> new LookUp.Absent();
            case Call.VoidInvoice voided ->
                invoices.containsKey(voided.draft().providerInvoiceId())
                        ? new LookUp.Absent()
                        : new LookUp.Found(voided.draft().providerInvoiceId(), Optional.empty());
        };
    }

    private static LookUp found(Optional<String> id) {
        return id.<LookUp>map(object -> new LookUp.Found(object, Optional.empty()))
                .orElseGet(LookUp.Absent::new);
    }

    @Override
    public synchronized Fetched<InvoiceFacts> fetchInvoice(String providerInvoiceId) {
        questions++;
        return invoices.containsKey(providerInvoiceId)
                ? new Fetched.Found<>(facts(providerInvoiceId))
                : new Fetched.Absent<>();
    }

    @Override
    public synchronized Fetched<List<ProviderLine>> fetchLines(String providerInvoiceId) {
        FakeInvoice invoice = invoices.get(providerInvoiceId);
        return invoice == null ? new Fetched.Absent<>() : new Fetched.Found<>(List.copyOf(invoice.lines.values()));
    }

    @Override
    public Verification verify(byte[] body, Map<String, String> headers, Instant now) {
        return headers.containsKey("signed")
                ? new Verification.Genuine(read(body))
                : new Verification.Refused("not signed");
    }

    @Override
    public Fetched<EventPage> listEvents(Instant since, String page) {
        int number = page.equals(EventPage.FIRST) ? 0 : Integer.parseInt(page);
        if (!isListing && number > 0) {
            return new Fetched.Unknown<>("timeout");
        }
        List<String> bodies = number < listed.size() ? listed.get(number) : List.of();
        boolean hasNext = number + 1 < listed.size();
        return new Fetched.Found<>(
                new EventPage(bodies, hasNext ? Optional.of(Integer.toString(number + 1)) : Optional.empty()));
    }

    @Override
    public Fetched<List<MoneyBack>> fetchBack(String objectId) {
        MoneyBack back = backs.get(objectId);
        return back == null ? new Fetched.Absent<>() : new Fetched.Found<>(List.of(back));
    }

    @Override
    public ProviderEvent read(byte[] body) {
        String[] parts = new String(body, StandardCharsets.UTF_8).split("\\|", -1);
        if (backs.containsKey(parts[1])) {
            return new ProviderEvent(parts[0], "refund.updated", parts[1], new ProviderEvent.Evidence.Back());
        }
        Optional<InvoiceFacts> facts = invoices.containsKey(parts[1]) ? Optional.of(facts(parts[1])) : Optional.empty();
        return ProviderEvent.proven(
                parts[0],
                "invoice.updated",
                parts[1],
                parts.length < 3 ? facts : facts.map(now -> at(now, Status.valueOf(parts[2]))));
    }

    /** The same invoice as it is in this status. */
    private static InvoiceFacts at(InvoiceFacts now, Status status) {
        Money nothing = Money.zero(now.total().currency());
        boolean isPaid = status == Status.PAID;
        return new InvoiceFacts(
                now.providerInvoiceId(),
                now.marks(),
                status,
                now.total(),
                isPaid
                        ? new InvoiceFacts.Payment(now.total(), nothing)
                        : new InvoiceFacts.Payment(nothing, now.total()),
                now.number(),
                Optional.empty());
    }
}
