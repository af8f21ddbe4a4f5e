package dev.tallygate.batch.cli;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.Stretch;
import dev.tallygate.customer.Subscription;
import java.time.Instant;

/** How customers and their subscriptions are printed. */
final class CustomerListings {
    private CustomerListings() {}

    static Listing<Customer> customers() {
        return new Listing<Customer>()
                .column("customer_id", Customer::customerId)
                .column("name", customer -> customer.profile().name())
                .column("email", customer -> customer.profile().email())
                .column(
                        "currency_code",
                        customer -> customer.profile().currency().getCurrencyCode())
                .column("provider", customer -> customer.profile().provider())
                .column("provider_customer_id", Customer::atProvider)
                .column("status", Customer::status);
    }

    /** {@code main: standard v2 from 2026-03-01T00:00:00Z}, one text a stretch. */
    static String stretch(Subscription subscription, Stretch stretch, PlanCatalog plans) {
        return "%s: %s from %s%s"
                .formatted(
                        subscription.subscriptionId(),
                        plans.version(stretch.planVersionId()).label(),
                        stretch.start(),
                        stretch.ends()
                                .map(Instant::toString)
                                .map(" to "::concat)
                                .orElse(""));
    }
}
