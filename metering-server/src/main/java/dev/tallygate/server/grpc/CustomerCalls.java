package dev.tallygate.server.grpc;

import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerChange;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.Subscription;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.v1.CancelSubscriptionRequest;
import dev.tallygate.v1.CancelSubscriptionResponse;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateCustomerResponse;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.CreateSubscriptionResponse;
import dev.tallygate.v1.GetCustomerRequest;
import dev.tallygate.v1.GetCustomerResponse;
import dev.tallygate.v1.ListCustomersRequest;
import dev.tallygate.v1.ListCustomersResponse;
import dev.tallygate.v1.ListSubscriptionsRequest;
import dev.tallygate.v1.ListSubscriptionsResponse;
import dev.tallygate.v1.UpdateCustomerRequest;
import dev.tallygate.v1.UpdateCustomerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The calls of BillingService about customers and their subscriptions. */
final class CustomerCalls {
    private static final Set<String> CHANGEABLE = Set.of("name", "email", "buyer", "status");

    private final CustomerRegistry customers;
    private final SubscriptionBook subscriptions;
    private final CustomerMessages messages;

    CustomerCalls(CustomerRegistry customers, SubscriptionBook subscriptions, CustomerMessages messages) {
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.messages = messages;
    }

    CreateCustomerResponse create(CreateCustomerRequest request) {
        var wanted = request.getCustomer();
        Customer customer = customers.create(
                CustomerMessages.profileFromProto(wanted), CustomerMessages.fromProto(wanted.getBuyer()));
        return CreateCustomerResponse.newBuilder()
                .setCustomer(CustomerMessages.toProto(customer))
                .build();
    }

    GetCustomerResponse get(GetCustomerRequest request) {
        Customer customer = customers.require(request.getCustomerId());
        return GetCustomerResponse.newBuilder()
                .setCustomer(CustomerMessages.toProto(customer))
                .build();
    }

    ListCustomersResponse list(ListCustomersRequest request) {
        Pages pages = Pages.fromProto("customers", request.getPageSize(), request.getPageToken());
        List<Customer> read = customers.list(pages.afterNumber(), pages.readMax());
        ListCustomersResponse.Builder response =
                ListCustomersResponse.newBuilder().setNextPageToken(pages.nextToken(read, Customer::customerKey));
        pages.page(read).forEach(customer -> response.addCustomers(CustomerMessages.toProto(customer)));
        return response.build();
    }

    /** Profile and status are two transactions; the same call again completes what a failure between them left. */
    UpdateCustomerResponse update(UpdateCustomerRequest request) {
        Set<String> paths = Set.copyOf(request.getUpdateMask().getPathsList());
        if (paths.isEmpty() || !CHANGEABLE.containsAll(paths)) {
            throw Rejected.field(Reason.FIELD_INVALID, "update_mask", paths, "some of name, email, buyer, status");
        }
        var wanted = request.getCustomer();
        CustomerChange change = new CustomerChange(
                paths.contains("name") ? wanted.getName() : null,
                paths.contains("email") ? wanted.getEmail() : null,
                paths.contains("buyer") ? CustomerMessages.fromProto(wanted.getBuyer()) : null);
        Customer customer = customers.update(wanted.getCustomerId(), change);
        if (paths.contains("status")) {
            customer = customers.changeStatus(wanted.getCustomerId(), CustomerMessages.fromProto(wanted.getStatus()));
        }
        return UpdateCustomerResponse.newBuilder()
                .setCustomer(CustomerMessages.toProto(customer))
                .build();
    }

    CreateSubscriptionResponse subscribe(CreateSubscriptionRequest request) {
        Instant start = request.hasStartTime() ? Times.fromProto("start_time", request.getStartTime()) : null;
        Subscription subscription = subscriptions.create(new SubscriptionRequest(
                request.getCustomerId(), request.getSubscriptionId(), request.getPlanId(), start));
        return CreateSubscriptionResponse.newBuilder()
                .setSubscription(messages.toProto(subscription))
                .build();
    }

    /** A customer has few subscriptions: all are read, and the page is cut here. */
    ListSubscriptionsResponse subscriptions(ListSubscriptionsRequest request) {
        Pages pages = Pages.fromProto("subscriptions", request.getPageSize(), request.getPageToken());
        customers.require(request.getCustomerId());
        List<Subscription> all = subscriptions.list(request.getCustomerId());
        int start = Math.clamp(pages.afterNumber(), 0, all.size());
        List<Subscription> read = all.subList(start, all.size());
        ListSubscriptionsResponse.Builder response = ListSubscriptionsResponse.newBuilder()
                .setNextPageToken(pages.nextToken(read, last -> start + pages.size()));
        pages.page(read).forEach(subscription -> response.addSubscriptions(messages.toProto(subscription)));
        return response.build();
    }

    CancelSubscriptionResponse cancel(CancelSubscriptionRequest request) {
        Instant end = request.hasEndTime() ? Times.fromProto("end_time", request.getEndTime()) : null;
        Subscription subscription = subscriptions.cancel(request.getCustomerId(), request.getSubscriptionId(), end);
        return CancelSubscriptionResponse.newBuilder()
                .setSubscription(messages.toProto(subscription))
                .build();
    }
}
