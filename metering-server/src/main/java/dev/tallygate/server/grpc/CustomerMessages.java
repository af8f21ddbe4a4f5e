package dev.tallygate.server.grpc;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.Stretch;
import dev.tallygate.party.Party;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.v1.Buyer;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.CustomerStatus;
import dev.tallygate.v1.Provider;
import dev.tallygate.v1.Subscription;
import dev.tallygate.v1.SubscriptionStretch;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/** Customers and subscriptions, between messages and the core's types. */
final class CustomerMessages {
    private static final String PROVIDER = "PROVIDER_";

    private final PlanCatalog plans;

    CustomerMessages(PlanCatalog plans) {
        this.plans = plans;
    }

    /** What a creation says; output-only fields are ignored, and a new customer is ACTIVE. */
    static CustomerProfile profileFromProto(Customer customer) {
        if (customer.getStatus() != CustomerStatus.CUSTOMER_STATUS_UNSPECIFIED
                && customer.getStatus() != CustomerStatus.CUSTOMER_STATUS_ACTIVE) {
            throw Rejected.field(Reason.FIELD_INVALID, "status", customer.getStatus(), "CUSTOMER_STATUS_ACTIVE");
        }
        return new CustomerProfile(
                customer.getCustomerId(),
                customer.getName(),
                customer.getEmail(),
                currency(customer.getCurrencyCode()),
                providerFromProto(customer.getProvider()));
    }

    /** What a creation or an update says that stands on invoices. */
    static dev.tallygate.party.Buyer fromProto(Buyer buyer) {
        Party party =
                new Party(buyer.getLegalName(), buyer.getAddressList(), buyer.getCountry(), buyer.getTaxIdsList());
        return new dev.tallygate.party.Buyer(party, buyer.getLocale(), buyer.getOrderNote(), buyer.getEntityId());
    }

    private static Buyer toProto(dev.tallygate.party.Buyer buyer) {
        return Buyer.newBuilder()
                .setLegalName(buyer.party().name())
                .addAllAddress(buyer.party().address())
                .setCountry(buyer.party().country())
                .addAllTaxIds(buyer.party().taxIds())
                .setLocale(buyer.locale())
                .setOrderNote(buyer.orderNote())
                .setEntityId(buyer.entityId())
                .build();
    }

    private static Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw Rejected.field(Reason.FIELD_INVALID, "currency_code", code, "an ISO 4217 code such as USD");
        }
    }

    private static String providerFromProto(Provider provider) {
        return switch (provider) {
            case PROVIDER_UNSPECIFIED, PROVIDER_STRIPE -> "stripe";
            case PROVIDER_PAYSTACK -> "paystack";
            case PROVIDER_MANUAL -> "manual";
            case UNRECOGNIZED ->
                throw Rejected.field(
                        Reason.FIELD_INVALID,
                        "provider",
                        provider,
                        "PROVIDER_STRIPE, PROVIDER_PAYSTACK or PROVIDER_MANUAL");
        };
    }

    static Provider providerToProto(String provider) {
        return Provider.valueOf(PROVIDER + provider.toUpperCase(Locale.ROOT));
    }

    static dev.tallygate.customer.CustomerStatus fromProto(CustomerStatus status) {
        return switch (status) {
            case CUSTOMER_STATUS_ACTIVE -> dev.tallygate.customer.CustomerStatus.ACTIVE;
            case CUSTOMER_STATUS_SUSPENDED -> dev.tallygate.customer.CustomerStatus.SUSPENDED;
            case CUSTOMER_STATUS_CLOSED -> dev.tallygate.customer.CustomerStatus.CLOSED;
            case CUSTOMER_STATUS_UNSPECIFIED, UNRECOGNIZED ->
                throw Rejected.field(Reason.FIELD_INVALID, "status", status, "ACTIVE, SUSPENDED or CLOSED");
        };
    }

    private static CustomerStatus toProto(dev.tallygate.customer.CustomerStatus status) {
        return switch (status) {
            case ACTIVE -> CustomerStatus.CUSTOMER_STATUS_ACTIVE;
            case SUSPENDED -> CustomerStatus.CUSTOMER_STATUS_SUSPENDED;
            case CLOSED -> CustomerStatus.CUSTOMER_STATUS_CLOSED;
        };
    }

    static Customer toProto(dev.tallygate.customer.Customer customer) {
        CustomerProfile profile = customer.profile();
        return Customer.newBuilder()
                .setCustomerId(profile.customerId())
                .setName(profile.name())
                .setEmail(profile.email())
                .setCurrencyCode(profile.currency().getCurrencyCode())
                .setProvider(providerToProto(profile.provider()))
                .setStatus(toProto(customer.status()))
                .setBuyer(toProto(customer.buyer()))
                .setProviderCustomerId(customer.atProvider().orElse(""))
                .setCreatedTime(Times.toProto(customer.createdTime()))
                .setUpdatedTime(Times.toProto(customer.updatedTime()))
                .build();
    }

    Subscription toProto(dev.tallygate.customer.Subscription subscription) {
        List<Stretch> stretches = subscription.stretches();
        Subscription.Builder message = Subscription.newBuilder()
                .setSubscriptionId(subscription.subscriptionId())
                .setCustomerId(subscription.customerId())
                .setCurrencyCode(stretches.getFirst().currency().getCurrencyCode())
                .setStartTime(Times.toProto(stretches.getFirst().start()));
        stretches.getLast().ends().ifPresent(end -> message.setEndTime(Times.toProto(end)));
        stretches.forEach(stretch -> message.addStretches(toProto(stretch)));
        return message.build();
    }

    private SubscriptionStretch toProto(Stretch stretch) {
        PlanVersion version = plans.version(stretch.planVersionId());
        SubscriptionStretch.Builder message = SubscriptionStretch.newBuilder()
                .setPlanId(version.plan().planId())
                .setPlanVersion(version.version())
                .setStartTime(Times.toProto(stretch.start()));
        stretch.ends().ifPresent(end -> message.setEndTime(Times.toProto(end)));
        return message.build();
    }
}
