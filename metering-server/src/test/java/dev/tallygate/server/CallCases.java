package dev.tallygate.server;

import com.google.protobuf.Message;
import dev.tallygate.v1.ApplyPlanRequest;
import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.CancelSubscriptionRequest;
import dev.tallygate.v1.CheckQuotaRequest;
import dev.tallygate.v1.CreateApiKeyRequest;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.ExplainInvoiceLineRequest;
import dev.tallygate.v1.GetCustomerRequest;
import dev.tallygate.v1.GetInvoiceRequest;
import dev.tallygate.v1.GetPlanRequest;
import dev.tallygate.v1.GetUsageRequest;
import dev.tallygate.v1.ListApiKeysRequest;
import dev.tallygate.v1.ListCustomersRequest;
import dev.tallygate.v1.ListInvoicesRequest;
import dev.tallygate.v1.ListPlansRequest;
import dev.tallygate.v1.ListSubscriptionsRequest;
import dev.tallygate.v1.ListUsageEventsRequest;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.PreviewInvoiceRequest;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.ReleaseReservationRequest;
import dev.tallygate.v1.ReserveQuotaRequest;
import dev.tallygate.v1.RevokeApiKeyRequest;
import dev.tallygate.v1.Scope;
import dev.tallygate.v1.StreamUsageRequest;
import dev.tallygate.v1.UpdateCustomerRequest;
import dev.tallygate.v1.VoidInvoiceRequest;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** For each RPC of the contract: the scopes that it needs, and a request about another customer's object. */
final class CallCases {
    /** The customer that a bound key must not see. */
    static final String OTHER = "other-customer";

    /** What one RPC needs and is asked. */
    record CallCase(Set<Scope> scopes, Message aboutOther) {}

    private static final Map<String, CallCase> CASES = new TreeMap<>();

    static {
        metering(
                "RecordUsage",
                Scope.SCOPE_INGEST,
                RecordUsageRequest.newBuilder()
                        .addEvents(SharedServer.event(OTHER, "e1").setTokensIn(-1))
                        .addEvents(SharedServer.event(OTHER, "e2"))
                        .build());
        metering(
                "StreamUsage",
                Scope.SCOPE_INGEST,
                StreamUsageRequest.newBuilder()
                        .addEvents(SharedServer.event(OTHER, "e1").setTokensIn(-1))
                        .addEvents(SharedServer.event(OTHER, "e2"))
                        .build());
        metering(
                "CheckQuota",
                Scope.SCOPE_CHECK,
                CheckQuotaRequest.newBuilder().setCustomerId(OTHER).build());
        metering(
                "ReserveQuota",
                Set.of(Scope.SCOPE_CHECK, Scope.SCOPE_INGEST),
                ReserveQuotaRequest.newBuilder()
                        .setCustomerId(OTHER)
                        .setReservationId("r1")
                        .putQuantities("tokens_in", 1)
                        .build());
        metering(
                "ReleaseReservation",
                Scope.SCOPE_INGEST,
                ReleaseReservationRequest.newBuilder()
                        .setCustomerId(OTHER)
                        .setReservationId("r1")
                        .build());
        metering(
                "GetUsage",
                Scope.SCOPE_CHECK,
                GetUsageRequest.newBuilder().setCustomerId(OTHER).build());
        billing(
                "CreateCustomer",
                CreateCustomerRequest.newBuilder()
                        .setCustomer(Customer.newBuilder().setCustomerId(OTHER))
                        .build());
        billing(
                "GetCustomer",
                GetCustomerRequest.newBuilder().setCustomerId(OTHER).build());
        billing("ListCustomers", ListCustomersRequest.getDefaultInstance());
        billing(
                "UpdateCustomer",
                UpdateCustomerRequest.newBuilder()
                        .setCustomer(Customer.newBuilder().setCustomerId(OTHER))
                        .build());
        billing(
                "CreateSubscription",
                CreateSubscriptionRequest.newBuilder().setCustomerId(OTHER).build());
        billing(
                "ListSubscriptions",
                ListSubscriptionsRequest.newBuilder().setCustomerId(OTHER).build());
        billing(
                "CancelSubscription",
                CancelSubscriptionRequest.newBuilder()
                        .setCustomerId(OTHER)
                        .setSubscriptionId("main")
                        .build());
        billing("ApplyPlan", ApplyPlanRequest.newBuilder().setValidateOnly(true).build());
        billing("GetPlan", GetPlanRequest.newBuilder().setPlanId("capped").build());
        billing("ListPlans", ListPlansRequest.getDefaultInstance());
        billing(
                "GetInvoice",
                GetInvoiceRequest.newBuilder().setInvoiceId("inv_1_20260101_P1").build());
        billing(
                "ListInvoices",
                ListInvoicesRequest.newBuilder().setCustomerId(OTHER).build());
        billing(
                "ExplainInvoiceLine",
                ExplainInvoiceLineRequest.newBuilder()
                        .setInvoiceId("inv_1_20260101_P1")
                        .setLineNumber(1)
                        .build());
        billing(
                "PreviewInvoice",
                PreviewInvoiceRequest.newBuilder().setCustomerId(OTHER).build());
        billing(
                "VoidInvoice",
                VoidInvoiceRequest.newBuilder()
                        .setInvoiceId("inv_1_20260101_P1")
                        .build());
        billing(
                "ListUsageEvents",
                ListUsageEventsRequest.newBuilder().setCustomerId(OTHER).build());
        billing(
                "CreateApiKey",
                CreateApiKeyRequest.newBuilder().setCustomerId(OTHER).build());
        billing("ListApiKeys", ListApiKeysRequest.getDefaultInstance());
        billing(
                "RevokeApiKey",
                RevokeApiKeyRequest.newBuilder().setKeyId("0000").build());
    }

    private CallCases() {}

    private static void metering(String rpc, Scope scope, Message aboutOther) {
        metering(rpc, Set.of(scope), aboutOther);
    }

    private static void metering(String rpc, Set<Scope> scopes, Message aboutOther) {
        CASES.put(MeteringServiceGrpc.SERVICE_NAME + "/" + rpc, new CallCase(scopes, aboutOther));
    }

    private static void billing(String rpc, Message aboutOther) {
        CASES.put(BillingServiceGrpc.SERVICE_NAME + "/" + rpc, new CallCase(Set.of(Scope.SCOPE_ADMIN), aboutOther));
    }

    static Map<String, CallCase> all() {
        return CASES;
    }

    /** Every RPC that the descriptors have. */
    @SuppressWarnings("unchecked") // every call of the contract is made of protobuf messages
    static List<MethodDescriptor<Message, Message>> rpcs() {
        return Stream.of(MeteringServiceGrpc.getServiceDescriptor(), BillingServiceGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(methods -> methods.stream())
                .map(method -> (MethodDescriptor<Message, Message>) method)
                .toList();
    }
}
