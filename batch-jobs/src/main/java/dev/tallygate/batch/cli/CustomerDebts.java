package dev.tallygate.batch.cli;

import dev.tallygate.catalog.OverdueTerms;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.ledger.Debt;
import dev.tallygate.overdue.DebtBook;
import java.time.Clock;
import java.util.Optional;

/** What a customer has not paid, and what follows from it now. */
final class CustomerDebts {
    private final Session session;

    CustomerDebts(Session session) {
        this.session = session;
    }

    /** {@code inv_7_20261101_P1 due 2026-12-15T00:00:00Z}: the one that is due first. */
    Optional<String> unpaid(Customer customer) {
        return Optional.ofNullable(report(customer).debt().unpaid())
                .map(unpaid -> unpaid.invoiceId() + " due " + unpaid.dueTime());
    }

    /** When checks begin to be denied, or began to be; {@code never} under a plan that does not deny for this. */
    Optional<String> deniedFrom(Customer customer) {
        Debt debt = report(customer).debt();
        return Optional.ofNullable(debt.unpaid())
                .map(unpaid ->
                        debt.denyTime(terms(customer)).map(Object::toString).orElse("never"));
    }

    private OverdueTerms terms(Customer customer) {
        return session.bean(SubscriptionBook.class)
                .versionAt(customer.customerKey(), session.bean(Clock.class).instant())
                .map(stretch -> session.bean(PlanCatalog.class)
                        .version(stretch.planVersionId())
                        .plan()
                        .overdue())
                .orElse(OverdueTerms.NONE);
    }

    /** {@code 2026-12-31T00:00:00Z (given 2026-12-20T09:00:00Z: promised to pay)}: what was said last. */
    Optional<String> allowedUntil(Customer customer) {
        return report(customer).extensions().stream()
                .findFirst()
                .map(given -> "%s (given %s: %s)".formatted(given.until(), given.givenTime(), given.note()));
    }

    private DebtBook.Report report(Customer customer) {
        return session.bean(DebtBook.class).report(customer.customerKey());
    }
}
