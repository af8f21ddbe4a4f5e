package dev.tallygate.stripe;

import com.stripe.net.ApiRequestParams;
import com.stripe.param.CreditNoteCreateParams;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.InvoiceCreateParams;
import com.stripe.param.InvoiceFinalizeInvoiceParams;
import com.stripe.param.InvoiceItemCreateParams;
import com.stripe.param.common.EmptyParam;
import dev.tallygate.money.Money;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.MailedBy;
import dev.tallygate.payment.Prepared;
import dev.tallygate.payment.RatedCall;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Calls as Stripe's parameters: a pure function of the call and the settings. */
final class StripeRequests {
    static final String ITEMS = "/v1/invoiceitems";
    static final String CREDIT_NOTES = "/v1/credit_notes";

    private final StripeSettings settings;
    private final StripeRatedRequests rated;

    StripeRequests(StripeSettings settings) {
        this.settings = settings;
        this.rated = new StripeRatedRequests(settings);
    }

    /** The request as text, by which a retry is compared with the first send. */
    Prepared prepare(Call call) {
        return switch (call) {
            case Call.CreateCustomer customer -> ready("/v1/customers", customer(customer));
            case Call.CreateInvoice invoice -> ready("/v1/invoices", invoice(invoice));
            case Call.AddLine line -> prepareLine(line);
            case Call.FinalizeInvoice finalize ->
                ready(
                        "/v1/invoices/" + finalize.draft().providerInvoiceId() + "/finalize",
                        finalization(finalize.mailedBy()));
            case Call.ChargeInvoice charge -> new Prepared.Impossible("Stripe charges what is finalized by itself");
            case Call.VoidInvoice voided ->
                new Prepared.Ready(
                        "void /v1/invoices/" + voided.draft().providerInvoiceId(),
                        "void " + voided.draft().providerInvoiceId());
            case Call.CreateCreditNote note -> prepareNote(note);
            case RatedCall ratedCall -> rated.prepare(ratedCall);
        };
    }

    /** An empty name or email is not sent: Stripe refuses empty values. */
    CustomerCreateParams customer(Call.CreateCustomer call) {
        CustomerCreateParams.Builder params = CustomerCreateParams.builder().putAllMetadata(StripeMarks.of(call));
        if (!call.name().isEmpty()) {
            params.setName(call.name());
        }
        if (!call.email().isEmpty()) {
            params.setEmail(call.email());
        }
        return params.build();
    }

    /** A draft that nothing slips into: no pending items of others, no inherited discount, no early finalization. */
    InvoiceCreateParams invoice(Call.CreateInvoice call) {
        InvoiceCreateParams.Builder params = InvoiceCreateParams.builder()
                .setCustomer(call.providerCustomerId())
                .setCurrency(StripeAmounts.code(call.invoice().currency()))
                .setAutoAdvance(false)
                .setPendingInvoiceItemsBehavior(InvoiceCreateParams.PendingInvoiceItemsBehavior.EXCLUDE)
                .setDiscounts(EmptyParam.EMPTY)
                .putAllMetadata(StripeMarks.of(call.invoice()));
        return switch (settings.collection()) {
            case CHARGE_AUTOMATICALLY ->
                params.setCollectionMethod(InvoiceCreateParams.CollectionMethod.CHARGE_AUTOMATICALLY)
                        .build();
            case SEND_INVOICE ->
                params.setCollectionMethod(InvoiceCreateParams.CollectionMethod.SEND_INVOICE)
                        .setDaysUntilDue((long) settings.daysUntilDue())
                        .build();
        };
    }

    /** The amount as we rounded it; Stripe computes nothing. */
    InvoiceItemCreateParams line(Call.AddLine call, long amount) {
        return item(call.line(), call.draft().providerCustomerId(), amount)
                .setInvoice(call.draft().providerInvoiceId())
                .putAllMetadata(StripeMarks.of(call))
                .build();
    }

    static InvoiceItemCreateParams.Builder item(Call.Line line, String customer, long amount) {
        return InvoiceItemCreateParams.builder()
                .setCustomer(customer)
                .setAmount(amount)
                .setCurrency(StripeAmounts.code(line.amount().currency()))
                .setDescription(line.description())
                .setDiscountable(false)
                .setPeriod(InvoiceItemCreateParams.Period.builder()
                        .setStart(line.period().start().getEpochSecond())
                        .setEnd(line.period().end().getEpochSecond())
                        .build());
    }

    /**
     * From here on Stripe collects by itself. An invoice that is sent is mailed by auto_advance and by nothing else, so that
     * it is off where we mail (docs.stripe.com, Invoicing: automatic advancement).
     */
    InvoiceFinalizeInvoiceParams finalization(MailedBy mailedBy) {
        boolean isOnlySent = settings.collection() == StripeSettings.Collection.SEND_INVOICE;
        return InvoiceFinalizeInvoiceParams.builder()
                .setAutoAdvance(!isOnlySent || mailedBy == MailedBy.PROVIDER)
                .build();
    }

    /** What was paid already becomes credit for the customer's next invoices: nothing is ever given back by us. */
    CreditNoteCreateParams creditNote(Call.CreateCreditNote call) {
        Call.CreditTerms terms = call.settledTerms();
        CreditNoteCreateParams.Builder params = CreditNoteCreateParams.builder()
                .setInvoice(terms.providerInvoiceId())
                .setEmailType(
                        call.mailedBy() == MailedBy.PROVIDER
                                ? CreditNoteCreateParams.EmailType.CREDIT_NOTE
                                : CreditNoteCreateParams.EmailType.NONE)
                .putAllMetadata(StripeMarks.of(call));
        call.lines()
                .forEach(line -> params.addLine(CreditNoteCreateParams.Line.builder()
                        .setType(CreditNoteCreateParams.Line.Type.CUSTOM_LINE_ITEM)
                        .setDescription(line.description())
                        .setQuantity(1L)
                        .setUnitAmount(exact(line.amount()))
                        .build()));
        if (!terms.number().isEmpty()) {
            params.setMemo("Corrects invoice " + terms.number());
        }
        if (!terms.split().balance().isZero()) {
            params.setCreditAmount(exact(terms.split().balance()));
        }
        return params.build();
    }

    private Prepared prepareNote(Call.CreateCreditNote call) {
        return Stream.concat(
                        call.lines().stream().map(Call.Line::amount),
                        Stream.of(call.settledTerms().split().balance()))
                .filter(amount -> StripeAmounts.toStripe(amount).isEmpty())
                .findFirst()
                .map(StripeRequests::inexact)
                .orElseGet(() -> ready(CREDIT_NOTES, creditNote(call)));
    }

    private static long exact(Money amount) {
        return StripeAmounts.toStripe(amount)
                .orElseThrow(() -> new IllegalStateException(
                        amount.display() + " was not prepared (expected: an amount that Stripe can hold)"));
    }

    private Prepared prepareLine(Call.AddLine call) {
        OptionalLong amount = StripeAmounts.toStripe(call.line().amount());
        return amount.isPresent()
                ? ready(ITEMS, line(call, amount.getAsLong()))
                : inexact(call.line().amount());
    }

    static Prepared inexact(Money amount) {
        return new Prepared.Impossible(amount.display() + " has no exact amount in Stripe's smallest unit");
    }

    static Prepared ready(String path, ApiRequestParams params) {
        String endpoint = "POST " + path;
        return new Prepared.Ready(endpoint, endpoint + " " + sorted(params.toMap()));
    }

    private static Object sorted(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((name, inner) -> sorted.put(String.valueOf(name), sorted(inner)));
        return sorted;
    }
}
