package dev.tallygate.payment;

import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
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
    }

    /** Finds the provider's own invoice for the period, once it is final; an empty subscription is none yet. */
    record CompareInvoice(String subscriptionId, BillingPeriod period, Money total) implements RatedCall {
        @Override
        public CallKind kind() {
            return CallKind.COMPARE_INVOICE;
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
