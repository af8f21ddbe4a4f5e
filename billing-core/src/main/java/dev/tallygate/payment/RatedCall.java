package dev.tallygate.payment;

import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to a provider that rates usage by itself: what it counts by, and how much there was. */
public sealed interface RatedCall extends Call {

    /** Makes the meter that counts a plan version's usage; all its customers share it. */
    record CreateMeter(RatedPlan plan) implements RatedCall {
        @Override
        public CallKind kind() {
            return CallKind.CREATE_METER;
        }
    }

    /** Makes the price of what the meter counts; all customers of the plan version share it. */
    record CreatePrice(RatedPlan plan, String meterId) implements RatedCall {
        @Override
        public CallKind kind() {
            return CallKind.CREATE_PRICE;
        }
    }

    /**
     * Has a customer's usage invoiced by the month.
     *
     * @param since the hour in which it begins
     * @param firstPeriod ends with its first invoice
     */
    record CreateSubscription(
            RatedPlan plan, String priceId, Subscriber subscriber, Instant since, BillingPeriod firstPeriod)
            implements RatedCall {
        @Override
        public CallKind kind() {
            return CallKind.CREATE_SUBSCRIPTION;
        }
    }

    /** Lets the subscription end with the provider's period that runs now. */
    record EndSubscription(String subscriptionId) implements RatedCall {
        @Override
        public CallKind kind() {
            return CallKind.END_SUBSCRIPTION;
        }
    }

    /**
     * Says how much there was in an hour: always all of it, so that the latest report of an hour is the one that counts.
     *
     * @param time inside the hour
     * @param identifier names this report for good
     */
    record ReportUsage(String eventName, String providerCustomerId, String identifier, Instant time, long quantity)
            implements RatedCall {
        @Override
        public CallKind kind() {
            return CallKind.REPORT_USAGE;
        }

        /** What is too old for the provider's meters comes as an item, once its invoice of the month is compared. */
        @Override
        public Optional<Outcome> withoutSending(PaymentProvider provider, Instant now) {
            Duration ageMax = provider.rating().map(UsageRating::usageAgeMax).orElse(Duration.ZERO);
            return time.isBefore(now.minus(ageMax))
                    ? Optional.of(new Outcome.Overtaken("%d at %s: the provider takes no usage older than %d days"
                            .formatted(quantity, time, ageMax.toDays())))
                    : Optional.empty();
        }
    }

    /** Finds the provider's own invoice for the period, once it is final; an empty subscription is none yet. */
    record CompareInvoice(String subscriptionId, BillingPeriod period, Money total) implements RatedCall {
        @Override
        public CallKind kind() {
            return CallKind.COMPARE_INVOICE;
        }
    }

    /**
     * Puts what came too late for the provider's invoice of its month on the next one that it makes for the customer.
     *
     * @param invoice ours, that it is a part of
     */
    record AddItem(InvoiceReference invoice, String providerCustomerId, Line line) implements RatedCall {
        @Override
        public CallKind kind() {
            return CallKind.ADD_ITEM;
        }
    }

    /**
     * A plan version as a provider can rate it.
     *
     * @param name the same for all that is made of it, and of nothing else
     * @param displayName for people
     * @param tiers at least one; the last is open
     */
    record RatedPlan(String installationId, String name, String displayName, Currency currency, List<RatedTier> tiers) {
        public RatedPlan {
            tiers = List.copyOf(tiers);
        }
    }

    /** Units up to and with {@code upTo} (null = all beyond), and the price of one in major units. */
    record RatedTier(@Nullable Long upTo, BigDecimal unitPrice) {}

    /** Who is invoiced. */
    record Subscriber(String customerId, String providerCustomerId) {}
}
