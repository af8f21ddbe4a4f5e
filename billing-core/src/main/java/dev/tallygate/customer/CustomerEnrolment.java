package dev.tallygate.customer;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.database.Transactions;
import dev.tallygate.party.Buyer;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes customers each together with its subscription: both or neither, and the same again changes nothing. */
public final class CustomerEnrolment {
    private final CustomerRegistry customers;
    private final SubscriptionBook subscriptions;
    private final PlanCatalog plans;
    private final Transactions transactions;

    public CustomerEnrolment(
            CustomerRegistry customers, SubscriptionBook subscriptions, PlanCatalog plans, Transactions transactions) {
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.transactions = transactions;
    }

    /** What an enrolment did, or would do. */
    public enum Outcome {
        /** The customer was made, with its subscription. */
        CREATED,
        /** The customer was there; its subscription was made. */
        SUBSCRIBED,
        UNCHANGED
    }

    /** Checks many enrolments for what can be known without the customers that exist; reads each plan once. */
    public Check check() {
        return new Check(plans, customers);
    }

    /** See {@link CustomerEnrolment#check()}. */
    public static final class Check {
        private final PlanCatalog plans;
        private final CustomerRegistry customers;
        private final Map<String, Optional<PlanVersion>> latest = new HashMap<>();
        private final Set<String> knownEntities = new HashSet<>(Set.of(""));

        private Check(PlanCatalog plans, CustomerRegistry customers) {
            this.plans = plans;
            this.customers = customers;
        }

        /** The plan's latest version in its first currency, as it was when it was first asked for. */
        public Optional<PlanVersion> plan(String planId) {
            return latest.computeIfAbsent(planId, plans::latest);
        }

        /** Throws {@code FIELD_INVALID}, {@code PLAN_NOT_FOUND} or {@code CURRENCY_MISMATCH}. */
        public void require(Enrolment wanted) {
            wanted.profile().check();
            requireBuyer(wanted.buyer());
            String planId = wanted.planId();
            if (planId != null) {
                requireCurrency(wanted, requirePlan(planId));
            }
        }

        private void requireBuyer(Buyer buyer) {
            if (knownEntities.contains(buyer.entityId())) {
                buyer.check();
            } else {
                customers.checkBuyer(buyer);
                knownEntities.add(buyer.entityId());
            }
        }

        private PlanVersion requirePlan(String planId) {
            return plan(planId)
                    .orElseThrow(() -> Rejected.field(
                            Reason.PLAN_NOT_FOUND, "plan", planId, "a plan that `./tallygate plans list` has"));
        }

        private static void requireCurrency(Enrolment wanted, PlanVersion version) {
            Plan plan = version.plan();
            if (!plan.currencies().contains(wanted.profile().currency())) {
                String of = plan.currencies().size() == 1 ? ", the currency of plan " : ", a currency of plan ";
                throw Rejected.field(
                        Reason.CURRENCY_MISMATCH,
                        "currency",
                        wanted.profile().currency(),
                        plan.listedCurrencies().replace(", ", " or ") + of + plan.planId());
            }
        }
    }

    /**
     * Makes what is not there yet, in one transaction.
     *
     * @throws Rejected {@code CUSTOMER_EXISTS} where the id has another profile, or what {@link CustomerRegistry#create} and
     *     {@link SubscriptionBook#create} refuse. Then nothing was written.
     */
    public Outcome enrol(Enrolment wanted) {
        return transactions.callRepeatable(() -> {
            Outcome outcome = compare(wanted);
            if (outcome != Outcome.UNCHANGED) {
                customers.create(wanted.profile(), wanted.buyer());
                wanted.subscription().ifPresent(subscriptions::create);
            }
            return outcome;
        });
    }

    /** What {@link #enrol} would do, as far as it can be seen without doing it; throws as that does. */
    public Outcome compare(Enrolment wanted) {
        Optional<Customer> before = customers.get(wanted.profile().customerId());
        before.ifPresent(customer -> requireSame(customer, wanted));
        if (before.isEmpty()) {
            return Outcome.CREATED;
        }
        boolean subscribed = wanted.subscription().map(subscriptions::isThere).orElse(true);
        return subscribed ? Outcome.UNCHANGED : Outcome.SUBSCRIBED;
    }

    private static void requireSame(Customer existing, Enrolment enrolment) {
        CustomerProfile before = existing.profile();
        CustomerProfile wanted = enrolment.profile();
        List<String> differences = new ArrayList<>();
        add(differences, "name", before.name(), wanted.name());
        add(differences, "email", before.email(), wanted.email());
        add(differences, "currency", before.currency(), wanted.currency());
        add(differences, "provider", before.provider(), wanted.provider());
        addBuyer(differences, existing.buyer(), enrolment.buyer());
        if (!differences.isEmpty()) {
            throw Rejected.of(
                    Reason.CUSTOMER_EXISTS,
                    "customer_id: %s exists with another content: %s"
                            .formatted(before.customerId(), String.join(", ", differences)));
        }
    }

    /** Of what stands on invoices only what is said can differ: a person may have added the rest since. */
    private static void addBuyer(List<String> differences, Buyer before, Buyer wanted) {
        addSaid(differences, "legal_name", before.party().name(), wanted.party().name());
        addSaid(
                differences,
                "address",
                lines(before.party().address()),
                lines(wanted.party().address()));
        addSaid(differences, "country", before.party().country(), wanted.party().country());
        addSaid(
                differences,
                "tax_ids",
                lines(before.party().taxIds()),
                lines(wanted.party().taxIds()));
        addSaid(differences, "locale", before.locale(), wanted.locale());
        addSaid(differences, "order_note", before.orderNote(), wanted.orderNote());
        addSaid(differences, "legal_entity", before.entityId(), wanted.entityId());
    }

    private static String lines(List<String> lines) {
        return String.join(" | ", lines);
    }

    private static void addSaid(List<String> differences, String field, String before, String wanted) {
        if (!wanted.isEmpty()) {
            add(differences, field, before, wanted);
        }
    }

    private static void add(List<String> differences, String field, Object before, Object wanted) {
        if (!before.equals(wanted)) {
            differences.add("%s: \"%s\" (expected: \"%s\", as it is stored)".formatted(field, wanted, before));
        }
    }
}
