package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceItem;
import com.stripe.model.Price;
import com.stripe.model.StripeCollection;
import com.stripe.model.Subscription;
import com.stripe.model.billing.Meter;
import com.stripe.model.billing.MeterEvent;
import com.stripe.net.RequestOptions;
import com.stripe.net.StripeResponse;
import com.stripe.param.InvoiceItemListParams;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.PriceListParams;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.billing.MeterListParams;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.RatedCall;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes and finds what usage is counted and invoiced by where Stripe rates it. */
final class StripeRatedWrites {
    /** The whole of what Stripe says of a report that it has: there is no code for it. */
    private static final String REPEATED = "An event already exists with identifier";

    /** A draft waits for an hour at least, by default. */
    private static final Duration DRAFT_WAIT = Duration.ofHours(1);

    private final StripeClient client;
    private final StripeRatedRequests requests;
    private final StripeReads reads;

    StripeRatedWrites(StripeClient client, StripeRatedRequests requests, StripeReads reads) {
        this.client = client;
        this.requests = requests;
        this.reads = reads;
    }

    Outcome execute(RatedCall call, RequestOptions options) throws StripeException {
        return switch (call) {
            case RatedCall.CreateMeter meter -> {
                Meter made = client.v1().billing().meters().create(requests.meter(meter.plan()), options);
                yield accepted(made.getId(), made.getLastResponse());
            }
            case RatedCall.CreatePrice price -> {
                Price made = client.v1().prices().create(StripeRatedRequests.price(price), options);
                yield accepted(made.getId(), made.getLastResponse());
            }
            case RatedCall.CreateSubscription subscription -> {
                Subscription made = client.v1().subscriptions().create(requests.subscription(subscription), options);
                yield accepted(made.getId(), made.getLastResponse());
            }
            case RatedCall.EndSubscription end -> {
                Subscription ended =
                        client.v1().subscriptions().update(end.subscriptionId(), StripeRatedRequests.end(), options);
                yield accepted(ended.getId(), ended.getLastResponse());
            }
            case RatedCall.ReportUsage report -> report(report, options);
            case RatedCall.CompareInvoice compare -> finalInvoice(compare);
            case RatedCall.AddItem item -> {
                long amount = StripeAmounts.toStripe(item.line().amount()).orElseThrow();
                InvoiceItem made = client.v1().invoiceItems().create(StripeRatedRequests.item(item, amount), options);
                yield accepted(made.getId(), made.getLastResponse());
            }
        };
    }

    /** Received, not counted yet. The same report again is the same report. */
    private Outcome report(RatedCall.ReportUsage call, RequestOptions options) throws StripeException {
        try {
            MeterEvent taken = client.v1().billing().meterEvents().create(StripeRatedRequests.report(call), options);
            return accepted(call.identifier(), taken.getLastResponse());
        } catch (InvalidRequestException refused) {
            boolean isRepeated = refused.getStripeError() != null
                    && String.valueOf(refused.getStripeError().getMessage()).startsWith(REPEATED);
            if (!isRepeated) {
                throw refused;
            }
            return new Outcome.Accepted(
                    call.identifier(),
                    Optional.ofNullable(refused.getRequestId()).orElse(""),
                    Optional.empty());
        }
    }

    /** Stripe's own invoice for the period, once it is no draft any more. */
    private Outcome finalInvoice(RatedCall.CompareInvoice call) throws StripeException {
        Optional<Invoice> found = call.subscriptionId().isEmpty() ? Optional.empty() : invoice(call);
        if (found.isEmpty()) {
            return later("Stripe has no invoice for the period yet");
        }
        return switch (reads.invoice(found.get().getId())) {
            case Fetched.Unknown<InvoiceFacts> unknown -> new Outcome.Unknown(unknown.why());
            case Fetched.Absent<InvoiceFacts> absent -> later("Stripe's invoice is gone");
            case Fetched.Found<InvoiceFacts> facts ->
                facts.value().status() == InvoiceFacts.Status.DRAFT
                        ? later("Stripe's invoice is a draft: usage may still come")
                        : new Outcome.Accepted(facts.value().providerInvoiceId(), "", Optional.of(facts.value()));
        };
    }

    private Optional<Invoice> invoice(RatedCall.CompareInvoice call) throws StripeException {
        long end = call.period().end().getEpochSecond();
        InvoiceListParams params = InvoiceListParams.builder()
                .setSubscription(call.subscriptionId())
                .setLimit(StripeReads.PAGE)
                .build();
        return client.v1().invoices().list(params).getData().stream()
                .filter(invoice -> "subscription_cycle".equals(invoice.getBillingReason()))
                .filter(invoice -> invoice.getPeriodEnd() == end)
                .findFirst();
    }

    private static Outcome later(String why) {
        return new Outcome.RetryLater(why, Optional.of(DRAFT_WAIT));
    }

    LookUp lookUp(RatedCall call) throws StripeException {
        return switch (call) {
            case RatedCall.CreateMeter meter ->
                StripeLookUp.found(meter(meter.plan().name()));
            case RatedCall.CreatePrice price ->
                StripeLookUp.found(price(price.plan().name()));
            case RatedCall.CreateSubscription subscription -> StripeLookUp.found(subscription(subscription));
            case RatedCall.EndSubscription end -> new LookUp.Absent();
            case RatedCall.ReportUsage report -> new LookUp.Absent();
            case RatedCall.CompareInvoice compare -> new LookUp.Absent();
            case RatedCall.AddItem item -> StripeLookUp.found(item(item));
        };
    }

    /** Of the customer's items, whether an invoice has taken it up by now or not. */
    private Optional<String> item(RatedCall.AddItem call) throws StripeException {
        Map<String, String> marks = StripeMarks.of(call);
        InvoiceItemListParams.Builder page = InvoiceItemListParams.builder()
                .setCustomer(call.providerCustomerId())
                .setLimit(StripeReads.PAGE);
        StripeCollection<InvoiceItem> found;
        do {
            found = client.v1().invoiceItems().list(page.build());
            for (InvoiceItem item : found.getData()) {
                page.setStartingAfter(item.getId());
                if (StripeMarks.carries(item.getMetadata(), marks)) {
                    return Optional.of(item.getId());
                }
            }
        } while (found.getHasMore());
        return Optional.empty();
    }

    /** Meters have no marks: the name of their events is ours alone. */
    private Optional<String> meter(String eventName) throws StripeException {
        MeterListParams.Builder page = MeterListParams.builder()
                .setStatus(MeterListParams.Status.ACTIVE)
                .setLimit(StripeReads.PAGE);
        StripeCollection<Meter> found;
        do {
            found = client.v1().billing().meters().list(page.build());
            for (Meter meter : found.getData()) {
                page.setStartingAfter(meter.getId());
                if (eventName.equals(meter.getEventName())) {
                    return Optional.of(meter.getId());
                }
            }
        } while (found.getHasMore());
        return Optional.empty();
    }

    private Optional<String> price(String lookupKey) throws StripeException {
        PriceListParams params = PriceListParams.builder()
                .addLookupKey(lookupKey)
                .setActive(true)
                .setLimit(1L)
                .build();
        return client.v1().prices().list(params).getData().stream()
                .map(Price::getId)
                .findFirst();
    }

    private Optional<String> subscription(RatedCall.CreateSubscription call) throws StripeException {
        SubscriptionListParams params = SubscriptionListParams.builder()
                .setCustomer(call.subscriber().providerCustomerId())
                .setPrice(call.priceId())
                .setStatus(SubscriptionListParams.Status.ALL)
                .setLimit(StripeReads.PAGE)
                .build();
        return client.v1().subscriptions().list(params).getData().stream()
                .filter(there -> StripeMarks.carries(there.getMetadata(), StripeRatedRequests.marks(call)))
                .map(Subscription::getId)
                .findFirst();
    }

    private static Outcome accepted(String id, @Nullable StripeResponse response) {
        return new Outcome.Accepted(id, StripeWrites.requestId(response), Optional.empty());
    }
}
