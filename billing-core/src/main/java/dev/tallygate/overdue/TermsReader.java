package dev.tallygate.overdue;

import dev.tallygate.catalog.OverdueTerms;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.Stretch;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.invoice.Invoice;
import java.time.Instant;

/** What a plan says of a customer's unpaid invoices: the plan that holds now, as in a check; where none does, the invoice's. */
final class TermsReader {

    private final SubscriptionBook subscriptions;
    private final PlanCatalog plans;

    TermsReader(SubscriptionBook subscriptions, PlanCatalog plans) {
        this.subscriptions = subscriptions;
        this.plans = plans;
    }

    OverdueTerms of(Invoice invoice, Instant now) {
        long planVersionId = subscriptions
                .versionAt(invoice.customerKey(), now)
                .map(Stretch::planVersionId)
                .orElse(invoice.planVersionId());
        return plans.version(planVersionId).plan().overdue();
    }
}
