package dev.tallygate.manual;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.mail.Mail;
import dev.tallygate.mail.MailOutcome;
import dev.tallygate.mail.Mailer;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.MailedBy;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PlannedCall;
import dev.tallygate.payment.Prepared;
import dev.tallygate.payment.ProviderEvent;
import dev.tallygate.payment.ProviderLine;
import dev.tallygate.payment.RatedCall;
import dev.tallygate.payment.ReportedPayment;
import dev.tallygate.payment.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Bank transfer as a provider: one mail is the invoice, unless Tallygate mails all invoices with their documents, and what is
 * asked later is answered from our own rows.
 */
public final class ManualProvider implements PaymentProvider {
    public static final String NAME = CustomerProfile.MANUAL;

    /** A key is a Message-ID, which a mailbox never forgets. */
    private static final Duration KEY_LIFE = Duration.ofDays(36_500);

    /** More than a plan has; a mail can carry them all. */
    private static final int LINES_MAX = 10_000;

    private final ManualSettings settings;
    private final Mailer mailer;
    private final Supplier<InvoiceBook> invoices;
    private final Supplier<CustomerRegistry> customers;

    /** Sends nothing, and asks for the books when a call needs them: what writes them knows the providers. */
    public ManualProvider(
            ManualSettings settings,
            Mailer mailer,
            Supplier<InvoiceBook> invoices,
            Supplier<CustomerRegistry> customers) {
        this.settings = settings;
        this.mailer = mailer;
        this.invoices = invoices;
        this.customers = customers;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String account() {
        return "own";
    }

    @Override
    public Duration keyLife() {
        return KEY_LIFE;
    }

    @Override
    public LineRules lineRules() {
        return new LineRules(LINES_MAX, Signs.ANY);
    }

    @Override
    public List<PlannedCall> planInvoice(int lines) {
        return List.of(new PlannedCall(CallKind.CREATE_INVOICE, 0));
    }

    /** The address is not part of the request: one that was mended is used at the next attempt. */
    @Override
    public Prepared prepare(Call call) {
        return switch (call) {
            case Call.CreateCustomer customer -> new Prepared.Ready("customer", "customer " + customer.customerId());
            case Call.CreateInvoice invoice -> prepare(invoice);
            case Call.VoidInvoice voided ->
                new Prepared.Ready(
                        "withdrawal", "withdraw " + voided.draft().invoice().invoiceId());
            case Call.AddLine line -> throw notPlanned(line);
            case Call.FinalizeInvoice finalize -> throw notPlanned(finalize);
            case Call.ChargeInvoice charge -> throw notPlanned(charge);
            case Call.CreateCreditNote note -> throw notPlanned(note);
            case RatedCall rated -> throw notPlanned(rated);
        };
    }

    private static Prepared prepare(Call.CreateInvoice call) {
        if (call.content().email().isEmpty()) {
            return new Prepared.Impossible(call.invoice().invoiceId() + ": its customer has no e-mail address");
        }
        StringBuilder request = new StringBuilder("invoice " + call.invoice().invoiceId());
        call.content()
                .lines()
                .forEach(line -> request.append('\n')
                        .append(line.description())
                        .append(' ')
                        .append(line.amount().display()));
        return new Prepared.Ready(
                "invoice",
                request.append('\n').append(call.content().total().display()).toString());
    }

    @Override
    public Outcome execute(Call call, String idempotencyKey) {
        return switch (call) {
            case Call.CreateCustomer customer -> new Outcome.Accepted(customer.customerId(), "", Optional.empty());
            case Call.CreateInvoice invoice ->
                invoice.mailedBy() == MailedBy.PROVIDER
                        ? mailInvoice(invoice, idempotencyKey)
                        : new Outcome.Accepted(invoice.invoice().invoiceId(), "", Optional.of(mailed(invoice)));
            case Call.VoidInvoice voided -> mailWithdrawal(voided.draft(), idempotencyKey);
            case Call.AddLine line -> throw notPlanned(line);
            case Call.FinalizeInvoice finalize -> throw notPlanned(finalize);
            case Call.ChargeInvoice charge -> throw notPlanned(charge);
            case Call.CreateCreditNote note -> throw notPlanned(note);
            case RatedCall rated -> throw notPlanned(rated);
        };
    }

    private static IllegalStateException notPlanned(Call call) {
        return new IllegalStateException(call.kind() + " (expected: a call that bank transfer plans)");
    }

    private Outcome mailInvoice(Call.CreateInvoice call, String key) {
        InvoiceLetter letter = new InvoiceLetter(call, settings);
        Mail mail = new Mail(messageId(key), call.content().email(), letter.subject(), letter.letter());
        return outcome(mailer.send(mail), call.invoice().invoiceId(), Optional.of(mailed(call)));
    }

    /** As it is once the mail is out; nothing is owed where the total is zero. */
    private InvoiceFacts mailed(Call.CreateInvoice call) {
        var total = call.content().total();
        boolean isNothing = total.isZero();
        return new InvoiceFacts(
                        call.invoice().invoiceId(),
                        Optional.empty(),
                        isNothing ? InvoiceFacts.Status.PAID : InvoiceFacts.Status.OPEN,
                        total,
                        new InvoiceFacts.Payment(total.minus(total), total),
                        Optional.of(call.invoice().invoiceId()),
                        Optional.empty())
                .withDemand(settings.demand(call.content().draftedTime()));
    }

    private Outcome mailWithdrawal(Call.ProviderDraft draft, String key) {
        Invoice invoice = invoices.get().require(draft.invoice().invoiceId());
        Customer customer =
                customers.get().byKeys(List.of(invoice.customerKey())).get(invoice.customerKey());
        if (customer == null || customer.profile().email().isEmpty()) {
            return new Outcome.NeedsAttention("NO_ADDRESS", invoice.id() + ": its customer has no e-mail address");
        }
        Mail mail = new Mail(
                messageId(key),
                customer.profile().email(),
                "Invoice " + invoice.id() + " is withdrawn",
                InvoiceLetter.withdrawal(invoice));
        return outcome(mailer.send(mail), draft.providerInvoiceId(), Optional.empty());
    }

    private String messageId(String key) {
        return mailer.messageId("invoice." + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)));
    }

    private static Outcome outcome(MailOutcome outcome, String objectId, Optional<InvoiceFacts> facts) {
        return switch (outcome) {
            case MailOutcome.Sent sent -> new Outcome.Accepted(objectId, "", facts);
            case MailOutcome.Refused refused -> new Outcome.Rejected("mail_refused", refused.why(), "");
            case MailOutcome.RetryLater later -> new Outcome.RetryLater(later.why(), Optional.empty());
            case MailOutcome.Unreachable away ->
                new Outcome.RetryLater(away.why(), Optional.empty(), Outcome.Limit.OUTAGE);
            case MailOutcome.Unknown unknown -> new Outcome.Unknown(unknown.why());
        };
    }

    /** Nobody can be asked what is in a mailbox: the mail goes again, under its Message-ID. */
    @Override
    public LookUp lookUp(Call call, Instant since) {
        return new LookUp.Absent();
    }

    @Override
    public Fetched<InvoiceFacts> fetchInvoice(String providerInvoiceId) {
        Optional<Invoice> invoice = invoices.get()
                .find(providerInvoiceId)
                .filter(found -> found.reference().provider().equals(NAME));
        return invoice.<Fetched<InvoiceFacts>>map(found -> new Fetched.Found<>(OwnFacts.of(found, settings)))
                .orElseGet(Fetched.Absent::new);
    }

    @Override
    public Fetched<List<ProviderLine>> fetchLines(String providerInvoiceId) {
        return invoices.get()
                .find(providerInvoiceId)
                .<Fetched<List<ProviderLine>>>map(found -> new Fetched.Found<>(invoices.get().lines(found.id()).stream()
                        .map(line -> new ProviderLine(line.lineNumber(), line.amount()))
                        .toList()))
                .orElseGet(Fetched.Absent::new);
    }

    @Override
    public Verification verify(byte[] body, Map<String, String> headers, Instant now) {
        return new Verification.Refused("bank transfers send no webhooks: ./tallygate invoices mark-paid reports them");
    }

    @Override
    public ProviderEvent read(byte[] body) {
        ReportedPayment payment = ReportedPayment.fromBody(body);
        return payment.event(invoices.get().require(payment.invoiceId()));
    }
}
