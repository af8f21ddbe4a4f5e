package dev.tallygate.stripe;

import com.stripe.param.InvoiceItemCreateParams;
import com.stripe.param.PriceCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterEventCreateParams;
import dev.tallygate.payment.Prepared;
import dev.tallygate.payment.RatedCall;
import dev.tallygate.payment.RatedCall.RatedPlan;
import dev.tallygate.payment.RatedCall.RatedTier;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;

/** Calls about usage that Stripe rates as Stripe's parameters: a pure function of the call and the settings. */
final class StripeRatedRequests {
    static final String METERS = "/v1/billing/meters";
    static final String METER_EVENTS = "/v1/billing/meter_events";

    /** As of Stripe's API version 2026-04-22: more significant digits are refused. */
    private static final int DIGITS_MAX = 15;

    /** Written by us: the SDK would write a small price with an exponent. */
    private static final String UNIT_AMOUNT = "unit_amount_decimal";

    /** Of unit_amount_decimal. */
    private static final int PLACES_MAX = 12;

    private final StripeSettings settings;

    StripeRatedRequests(StripeSettings settings) {
        this.settings = settings;
    }

    Prepared prepare(RatedCall call) {
        return switch (call) {
            case RatedCall.CreateMeter meter -> StripeRequests.ready(METERS, meter(meter.plan()));
            case RatedCall.CreatePrice price -> preparePrice(price);
            case RatedCall.CreateSubscription subscription ->
                StripeRequests.ready("/v1/subscriptions", subscription(subscription));
            case RatedCall.EndSubscription end ->
                StripeRequests.ready("/v1/subscriptions/" + end.subscriptionId(), end());
            case RatedCall.ReportUsage report -> prepareReport(report);
            case RatedCall.AddItem item -> prepareItem(item);
            case RatedCall.CompareInvoice compare ->
                new Prepared.Ready(
                        "compare /v1/invoices", "compare %s %s".formatted(compare.period(), compare.total()));
        };
    }

    /** The last report of an hour counts, so that an hour may be told again. */
    MeterCreateParams meter(RatedPlan plan) {
        return MeterCreateParams.builder()
                .setDisplayName(plan.displayName())
                .setEventName(plan.name())
                .setDefaultAggregation(MeterCreateParams.DefaultAggregation.builder()
                        .setFormula(MeterCreateParams.DefaultAggregation.Formula.SUM)
                        .build())
                .setEventTimeWindow(MeterCreateParams.EventTimeWindow.HOUR)
                .build();
    }

    private static Prepared preparePrice(RatedCall.CreatePrice call) {
        boolean isExact = call.plan().tiers().stream()
                .allMatch(tier -> unitAmount(call.plan(), tier).scale() <= PLACES_MAX);
        return isExact
                ? StripeRequests.ready("/v1/prices", price(call))
                : new Prepared.Impossible(call.plan().displayName() + ": a price for one unit has more than "
                        + PLACES_MAX + " places of Stripe's smallest unit");
    }

    /** Found again by its lookup key. */
    static PriceCreateParams price(RatedCall.CreatePrice call) {
        RatedPlan plan = call.plan();
        PriceCreateParams.Builder params = PriceCreateParams.builder()
                .setCurrency(StripeAmounts.code(plan.currency()))
                .setLookupKey(plan.name())
                .setNickname(plan.displayName())
                .setProductData(PriceCreateParams.ProductData.builder()
                        .setName(plan.displayName())
                        .build())
                .setRecurring(PriceCreateParams.Recurring.builder()
                        .setInterval(PriceCreateParams.Recurring.Interval.MONTH)
                        .setUsageType(PriceCreateParams.Recurring.UsageType.METERED)
                        .setMeter(call.meterId())
                        .build())
                .putMetadata(StripeMarks.INSTALLATION, plan.installationId());
        if (plan.tiers().size() == 1) {
            return params.setBillingScheme(PriceCreateParams.BillingScheme.PER_UNIT)
                    .putExtraParam(
                            UNIT_AMOUNT,
                            unitAmount(plan, plan.tiers().getFirst()).toPlainString())
                    .build();
        }
        params.setBillingScheme(PriceCreateParams.BillingScheme.TIERED)
                .setTiersMode(PriceCreateParams.TiersMode.GRADUATED);
        plan.tiers().forEach(tier -> params.addTier(tier(plan, tier)));
        return params.build();
    }

    private static PriceCreateParams.Tier tier(RatedPlan plan, RatedTier tier) {
        PriceCreateParams.Tier.Builder params = PriceCreateParams.Tier.builder()
                .putExtraParam(UNIT_AMOUNT, unitAmount(plan, tier).toPlainString());
        Long upTo = tier.upTo();
        return (upTo == null ? params.setUpTo(PriceCreateParams.Tier.UpTo.INF) : params.setUpTo(upTo)).build();
    }

    private static BigDecimal unitAmount(RatedPlan plan, RatedTier tier) {
        return StripeAmounts.decimal(tier.unitPrice(), plan.currency()).stripTrailingZeros();
    }

    /** Its periods are the calendar months: the first one is short where it begins inside. */
    SubscriptionCreateParams subscription(RatedCall.CreateSubscription call) {
        SubscriptionCreateParams.Builder params = SubscriptionCreateParams.builder()
                .setCustomer(call.subscriber().providerCustomerId())
                .addItem(SubscriptionCreateParams.Item.builder()
                        .setPrice(call.priceId())
                        .build())
                .setBackdateStartDate(call.since().getEpochSecond())
                .setBillingCycleAnchor(call.firstPeriod().end().getEpochSecond())
                .setProrationBehavior(SubscriptionCreateParams.ProrationBehavior.NONE)
                .setOffSession(true)
                .putAllMetadata(marks(call));
        return switch (settings.collection()) {
            case CHARGE_AUTOMATICALLY ->
                params.setCollectionMethod(SubscriptionCreateParams.CollectionMethod.CHARGE_AUTOMATICALLY)
                        .build();
            case SEND_INVOICE ->
                params.setCollectionMethod(SubscriptionCreateParams.CollectionMethod.SEND_INVOICE)
                        .setDaysUntilDue((long) settings.daysUntilDue())
                        .build();
        };
    }

    static Map<String, String> marks(RatedCall.CreateSubscription call) {
        return Map.of(
                StripeMarks.INSTALLATION, call.plan().installationId(),
                StripeMarks.CUSTOMER, call.subscriber().customerId());
    }

    static SubscriptionUpdateParams end() {
        return SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(true).build();
    }

    private static Prepared prepareItem(RatedCall.AddItem call) {
        OptionalLong amount = StripeAmounts.toStripe(call.line().amount());
        return amount.isPresent()
                ? StripeRequests.ready(StripeRequests.ITEMS, item(call, amount.getAsLong()))
                : StripeRequests.inexact(call.line().amount());
    }

    /** Of no invoice: the subscription's next one takes it up. */
    static InvoiceItemCreateParams item(RatedCall.AddItem call, long amount) {
        return StripeRequests.item(call.line(), call.providerCustomerId(), amount)
                .putAllMetadata(StripeMarks.of(call))
                .build();
    }

    private static Prepared prepareReport(RatedCall.ReportUsage call) {
        boolean fits = BigDecimal.valueOf(call.quantity()).stripTrailingZeros().precision() <= DIGITS_MAX;
        return fits && call.quantity() >= 0
                ? StripeRequests.ready(METER_EVENTS, report(call))
                : new Prepared.Impossible("%d at %s (expected: 0 or more, %d significant digits at most)"
                        .formatted(call.quantity(), call.time(), DIGITS_MAX));
    }

    static MeterEventCreateParams report(RatedCall.ReportUsage call) {
        return MeterEventCreateParams.builder()
                .setEventName(call.eventName())
                .setIdentifier(call.identifier())
                .setTimestamp(call.time().getEpochSecond())
                .putPayload("stripe_customer_id", call.providerCustomerId())
                .putPayload("value", Long.toString(call.quantity()))
                .build();
    }
}
