package dev.tallygate.batch.cli;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerChange;
import dev.tallygate.customer.CustomerEnrolment;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.customer.Enrolment;
import dev.tallygate.customer.Subscription;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.overdue.DebtBook;
import dev.tallygate.party.Buyer;
import dev.tallygate.payment.CustomerRenewal;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code customers}: who pays, and on which plan. */
@Command(
        name = "customers",
        description = "Customers and their subscriptions.",
        synopsisSubcommandLabel =
                "create|import|list|show|update|renew|allow|suspend|resume|close|subscribe|move|cancel")
public final class CustomersCommand {
    private static final int PAGE = 500;
    private static final Currency WITHOUT_PLAN = Currency.getInstance("USD");

    private final Session session;

    public CustomersCommand(Session session) {
        this.session = session;
    }

    /** What a new customer is made of. */
    static final class NewCustomer {
        @Option(names = "--name", defaultValue = "", description = "For people and invoices.")
        private String name = "";

        @Option(
                names = "--email",
                defaultValue = "",
                description = "Where the provider sends invoices; paystack and manual need it.")
        private String email = "";

        @Option(names = "--currency", paramLabel = "CODE", description = "Default: the plan's first, or USD.")
        private @Nullable Currency currency;

        @Option(
                names = "--provider",
                paramLabel = "stripe|paystack|manual",
                defaultValue = CustomerProfile.STRIPE,
                description = "Who collects; manual: by bank transfer. Default: stripe.")
        private String provider = CustomerProfile.STRIPE;

        @Mixin
        private BuyerOptions buyer = new BuyerOptions();

        private CustomerProfile profile(String customerId, Currency otherwise) {
            return new CustomerProfile(customerId, name, email, currency == null ? otherwise : currency, provider);
        }
    }

    @Command(description = "Make a customer; the same again changes nothing. --plan subscribes it as well.")
    int create(
            @Parameters(paramLabel = "CUSTOMER", description = "Its id: 1 to 64 visible ASCII characters.")
                    String customerId,
            @Mixin NewCustomer customer,
            @Option(names = "--plan", paramLabel = "PLAN", description = "Subscribe it to this plan.") @Nullable
                    String planId,
            @Option(names = "--from", paramLabel = "TIME", description = "Start of the subscription. Default: now.")
                    @Nullable
                    Instant start) {
        Optional<PlanVersion> plan = planId == null ? Optional.empty() : Optional.of(latest(planId));
        Currency currency = plan.map(version -> version.plan().currency()).orElse(WITHOUT_PLAN);
        CustomerProfile profile = customer.profile(customerId, currency);
        Buyer buyer = customer.buyer.changed(Buyer.NONE);
        session.bean(CustomerEnrolment.class).check().require(new Enrolment(profile, buyer, planId, start));
        session.bean(CustomerRegistry.class).create(profile, buyer);
        if (planId != null) {
            session.bean(SubscriptionBook.class).create(new SubscriptionRequest(customerId, planId, planId, start));
        }
        return show(customerId, new JsonOption());
    }

    private PlanVersion latest(String planId) {
        return session.bean(PlanCatalog.class)
                .latest(planId)
                .orElseThrow(() -> Rejected.field(
                        Reason.PLAN_NOT_FOUND, "plan_id", planId, "a plan that `./tallygate plans list` has"));
    }

    @Command(description = "All customers, in the order in which they were made.")
    int list(@Mixin JsonOption format) {
        CustomerRegistry registry = session.bean(CustomerRegistry.class);
        List<Customer> all = new ArrayList<>();
        List<Customer> page;
        do {
            page = registry.list(all.isEmpty() ? 0 : all.getLast().customerKey(), PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        CustomerListings.customers().print(all, format, session.out());
        return ExitCodes.DONE;
    }

    @Command(description = "One customer with its subscriptions.")
    int show(@Parameters(paramLabel = "CUSTOMER") String customerId, @Mixin JsonOption format) {
        PlanCatalog plans = session.bean(PlanCatalog.class);
        List<Subscription> subscriptions = session.bean(SubscriptionBook.class).list(customerId);
        Customer customer = session.bean(CustomerRegistry.class).require(customerId);
        CustomerDebts debts = new CustomerDebts(session);
        CustomerListings.customers()
                .column("legal_name", shown -> shown.buyer().party().name())
                .column("address", shown -> shown.buyer().party().address())
                .column("country", shown -> shown.buyer().party().country())
                .column("tax_ids", shown -> shown.buyer().party().taxIds())
                .column("locale", shown -> shown.buyer().locale())
                .column("order_note", shown -> shown.buyer().orderNote())
                .column("legal_entity", shown -> shown.buyer().entityId())
                .column("created_time", Customer::createdTime)
                .column(
                        "subscriptions",
                        shown -> subscriptions.stream()
                                .flatMap(subscription -> subscription.stretches().stream()
                                        .map(stretch -> CustomerListings.stretch(subscription, stretch, plans)))
                                .toList())
                .with("unpaid_invoice", debts::unpaid)
                .with("denied_from", debts::deniedFrom)
                .with("allowed_until", debts::allowedUntil)
                .printOne(customer, format, session.out());
        return ExitCodes.DONE;
    }

    @Command(description = "Change name, email or what stands on its invoices; those that are finalized stay.")
    int update(
            @Parameters(paramLabel = "CUSTOMER") String customerId,
            @Option(names = "--name") @Nullable String name,
            @Option(names = "--email") @Nullable String email,
            @Mixin BuyerOptions buyer) {
        CustomerRegistry registry = session.bean(CustomerRegistry.class);
        Buyer changed = buyer.changed(registry.require(customerId).buyer());
        registry.update(customerId, new CustomerChange(name, email, changed));
        return show(customerId, new JsonOption());
    }

    @Command(
            description =
                    "Make it anew at its provider, where it was deleted. Its invoices that were refused since go on"
                            + " with deliveries retry.")
    int renew(@Parameters(paramLabel = "CUSTOMER") String customerId) {
        session.bean(CustomerRenewal.class).renew(customerId);
        session.out().println(customerId + ": to be made anew by the next ./tallygate batch deliver");
        return ExitCodes.DONE;
    }

    @Command(description = "Let it go on in spite of unpaid invoices, until a time; one that has passed ends that.")
    int allow(
            @Parameters(paramLabel = "CUSTOMER") String customerId,
            @Option(names = "--until", required = true, paramLabel = "TIME") Instant until,
            @Option(
                            names = "--note",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Why: shown with the customer.")
                    String note) {
        session.bean(DebtBook.class).allow(customerId, until, note.strip());
        return show(customerId, new JsonOption());
    }

    @Command(description = "Deny its checks; its usage is still recorded.")
    int suspend(@Parameters(paramLabel = "CUSTOMER") String customerId) {
        return changeStatus(customerId, CustomerStatus.SUSPENDED);
    }

    @Command(description = "Lift a suspension.")
    int resume(@Parameters(paramLabel = "CUSTOMER") String customerId) {
        return changeStatus(customerId, CustomerStatus.ACTIVE);
    }

    @Command(description = "End its subscription now and reject its usage, for ever.")
    int close(@Parameters(paramLabel = "CUSTOMER") String customerId) {
        return changeStatus(customerId, CustomerStatus.CLOSED);
    }

    private int changeStatus(String customerId, CustomerStatus status) {
        Customer changed = session.bean(CustomerRegistry.class).changeStatus(customerId, status);
        session.out().println(customerId + ": " + changed.status());
        return ExitCodes.DONE;
    }

    @Command(description = "Put a customer on the latest version of a plan; the same again changes nothing.")
    int subscribe(
            @Parameters(paramLabel = "CUSTOMER") String customerId,
            @Parameters(paramLabel = "PLAN") String planId,
            @Option(names = "--from", paramLabel = "TIME", description = "Default: now.") @Nullable Instant start,
            @Option(names = "--id", paramLabel = "ID", description = "Of the subscription. Default: the plan's name.")
                    @Nullable
                    String subscriptionId) {
        session.bean(SubscriptionBook.class)
                .create(new SubscriptionRequest(
                        customerId, subscriptionId == null ? planId : subscriptionId, planId, start));
        return show(customerId, new JsonOption());
    }

    @Command(
            description =
                    "Move a customer to the latest version of a plan, its own or another, from the next period on.")
    int move(@Parameters(paramLabel = "CUSTOMER") String customerId, @Parameters(paramLabel = "PLAN") String planId) {
        latest(planId);
        SubscriptionBook subscriptions = session.bean(SubscriptionBook.class);
        Customer customer = session.bean(CustomerRegistry.class).require(customerId);
        PlanVersion version = subscriptions.latest(customer, planId);
        Optional<Instant> from = subscriptions.moveNextPeriod(customerId, version.planVersionId());
        session.out()
                .println(customerId + ": " + version.label()
                        + from.map(start -> " from " + start).orElse(" already, nothing changed"));
        return ExitCodes.DONE;
    }

    @Command(description = "End a subscription.")
    int cancel(
            @Parameters(paramLabel = "CUSTOMER") String customerId,
            @Parameters(paramLabel = "SUBSCRIPTION") String subscriptionId,
            @Option(names = "--at", paramLabel = "TIME", description = "Default: the end of the current period.")
                    @Nullable
                    Instant end) {
        session.bean(SubscriptionBook.class).cancel(customerId, subscriptionId, end);
        return show(customerId, new JsonOption());
    }
}
