package dev.tallygate.stripe;

import com.stripe.net.ApiRequestParams;
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

/** Calls as Stripe's parameters: a pure function of the call and the settings. */
final class StripeRequests {
    static final String ITEMS = "/v1/invoiceitems";

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
