package dev.tallygate.payment;

import dev.tallygate.catalog.Charge.UsageCharge;
import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.catalog.Price;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.Stretch;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.operation.Installation;
import dev.tallygate.payment.RatedCall.RatedPlan;
import dev.tallygate.payment.RatedCall.RatedTier;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Reads the calls about usage that a provider rates out of the rows: the same rows give the same call. */
final class RatedCalls {
    private final UsageHourRepository hours;
    private final DeliveryRepository deliveries;
    private final PlanCatalog plans;
    private final SubscriptionBook subscriptions;
    private final Installation installation;

    RatedCalls(
            UsageHourRepository hours,
            DeliveryRepository deliveries,
            PlanCatalog plans,
            SubscriptionBook subscriptions,
            Installation installation) {
        this.hours = hours;
        this.deliveries = deliveries;
        this.plans = plans;
        this.subscriptions = subscriptions;
        this.installation = installation;
    }

    RatedCall createMeter(Delivery delivery) {
        return new RatedCall.CreateMeter(plan(delivery));
    }

    RatedCall createPrice(Delivery delivery) {
        return new RatedCall.CreatePrice(plan(delivery), made(delivery, CallKind.CREATE_METER));
    }

    RatedCall createSubscription(Delivery delivery, Customer customer) {
        long planVersionId = RatedEntity.planVersionId(delivery.key().entityId());
        Instant first =
                hours.firstPeriodStart(customer.customerKey(), planVersionId).orElseThrow();
        BillingPeriod period = BillingPeriod.monthContaining(first);
        Instant since = subscriptions
                .stretches(List.of(customer.customerKey()), period.start(), period.end())
                .getOrDefault(customer.customerKey(), List.of())
                .stream()
                .filter(stretch -> stretch.planVersionId() == planVersionId)
                .map(Stretch::start)
                .findFirst()
                .orElse(first)
                .truncatedTo(ChronoUnit.HOURS);
        return new RatedCall.CreateSubscription(
                plan(delivery),
                made(delivery, CallKind.CREATE_PRICE),
                new RatedCall.Subscriber(customer.customerId(), atProvider(customer)),
                since.isBefore(first) ? first : since,
                period);
    }

    RatedCall endSubscription(Delivery delivery) {
        return new RatedCall.EndSubscription(made(delivery, CallKind.CREATE_SUBSCRIPTION));
    }

    RatedCall reportUsage(Delivery delivery, Customer customer) {
        UsageReport report = hours.report(delivery.key()).orElseThrow();
        return new RatedCall.ReportUsage(
                name(report.hour().planVersionId()),
                atProvider(customer),
                report.identifier(),
                report.time(),
                report.quantity());
    }

    RatedCall compareInvoice(Invoice invoice) {
        String setup = RatedEntity.setup(invoice.customerKey(), invoice.planVersionId());
        String subscription = object(invoice.customerKey(), setup, CallKind.CREATE_SUBSCRIPTION)
                .orElse("");
        return new RatedCall.CompareInvoice(subscription, invoice.period(), invoice.total());
    }

    /** The provider's id of what a step of the set-up made; empty until it is accepted. */
    Optional<String> object(long customerKey, String setup, CallKind kind) {
        return deliveries.acceptedObject(customerKey, setup, kind);
    }

    private String made(Delivery delivery, CallKind kind) {
        return object(delivery.key().customerKey(), delivery.key().entityId(), kind)
                .orElseThrow(() -> new IllegalStateException(delivery.key() + " is due before its " + kind));
    }

    private static String atProvider(Customer customer) {
        return customer.atProvider()
                .orElseThrow(() -> new IllegalStateException(
                        customer.customerId() + " is not at the provider (expected: made before its usage is told)"));
    }

    private RatedPlan plan(Delivery delivery) {
        PlanVersion version =
                plans.version(RatedEntity.planVersionId(delivery.key().entityId()));
        Plan plan = version.plan();
        return new RatedPlan(
                installation.installationId(),
                name(version.planVersionId()),
                "%s, version %d".formatted(plan.name(), version.version()),
                plan.currency(),
                tiers(plan.usageCharges().getFirst()));
    }

    /** Of the installation too: several may share an account. */
    private String name(long planVersionId) {
        return "tallygate_%s_%d".formatted(installation.installationId(), planVersionId);
    }

    /** A plan whose price no such tiers can say is refused. */
    private static List<RatedTier> tiers(UsageCharge charge) {
        Price price = charge.rates().prices().iterator().next();
        return price.graduatedTiers().stream()
                .map(tier -> new RatedTier(tier.isOpen() ? null : tier.upTo(), each(tier.price(), charge)))
                .toList();
    }

    /** Exact: a plan with another price is refused. */
    private static BigDecimal each(BigDecimal price, UsageCharge charge) {
        return price.divide(BigDecimal.valueOf(charge.per()));
    }
}
