package dev.tallygate.server.grpc;

import dev.tallygate.v1.ApplyPlanRequest;
import dev.tallygate.v1.ApplyPlanResponse;
import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.CancelSubscriptionRequest;
import dev.tallygate.v1.CancelSubscriptionResponse;
import dev.tallygate.v1.CreateApiKeyRequest;
import dev.tallygate.v1.CreateApiKeyResponse;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateCustomerResponse;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.CreateSubscriptionResponse;
import dev.tallygate.v1.ExplainInvoiceLineRequest;
import dev.tallygate.v1.ExplainInvoiceLineResponse;
import dev.tallygate.v1.GetCustomerRequest;
import dev.tallygate.v1.GetCustomerResponse;
import dev.tallygate.v1.GetInvoiceRequest;
import dev.tallygate.v1.GetInvoiceResponse;
import dev.tallygate.v1.GetPlanRequest;
import dev.tallygate.v1.GetPlanResponse;
import dev.tallygate.v1.ListApiKeysRequest;
import dev.tallygate.v1.ListApiKeysResponse;
import dev.tallygate.v1.ListCustomersRequest;
import dev.tallygate.v1.ListCustomersResponse;
import dev.tallygate.v1.ListInvoicesRequest;
import dev.tallygate.v1.ListInvoicesResponse;
import dev.tallygate.v1.ListPlansRequest;
import dev.tallygate.v1.ListPlansResponse;
import dev.tallygate.v1.ListSubscriptionsRequest;
import dev.tallygate.v1.ListSubscriptionsResponse;
import dev.tallygate.v1.ListUsageEventsRequest;
import dev.tallygate.v1.ListUsageEventsResponse;
import dev.tallygate.v1.PreviewInvoiceRequest;
import dev.tallygate.v1.PreviewInvoiceResponse;
import dev.tallygate.v1.RevokeApiKeyRequest;
import dev.tallygate.v1.RevokeApiKeyResponse;
import dev.tallygate.v1.UpdateCustomerRequest;
import dev.tallygate.v1.UpdateCustomerResponse;
import dev.tallygate.v1.VoidInvoiceRequest;
import dev.tallygate.v1.VoidInvoiceResponse;
import io.grpc.stub.StreamObserver;

/** BillingService: what operators keep. A table of contents; each group of calls has a class of its own. */
final class BillingCalls extends BillingServiceGrpc.BillingServiceImplBase {
    private final CustomerCalls customers;
    private final PlanCalls plans;
    private final InvoiceCalls invoices;
    private final ProofCalls proofs;
    private final KeyCalls keys;

    BillingCalls(CustomerCalls customers, PlanCalls plans, InvoiceCalls invoices, ProofCalls proofs, KeyCalls keys) {
        this.customers = customers;
        this.plans = plans;
        this.invoices = invoices;
        this.proofs = proofs;
        this.keys = keys;
    }

    @Override
    public void createCustomer(CreateCustomerRequest request, StreamObserver<CreateCustomerResponse> observer) {
        answer(observer, customers.create(request));
    }

    @Override
    public void getCustomer(GetCustomerRequest request, StreamObserver<GetCustomerResponse> observer) {
        answer(observer, customers.get(request));
    }

    @Override
    public void listCustomers(ListCustomersRequest request, StreamObserver<ListCustomersResponse> observer) {
        answer(observer, customers.list(request));
    }

    @Override
    public void updateCustomer(UpdateCustomerRequest request, StreamObserver<UpdateCustomerResponse> observer) {
        answer(observer, customers.update(request));
    }

    @Override
    public void createSubscription(
            CreateSubscriptionRequest request, StreamObserver<CreateSubscriptionResponse> observer) {
        answer(observer, customers.subscribe(request));
    }

    @Override
    public void listSubscriptions(
            ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> observer) {
        answer(observer, customers.subscriptions(request));
    }

    @Override
    public void cancelSubscription(
            CancelSubscriptionRequest request, StreamObserver<CancelSubscriptionResponse> observer) {
        answer(observer, customers.cancel(request));
    }

    @Override
    public void applyPlan(ApplyPlanRequest request, StreamObserver<ApplyPlanResponse> observer) {
        answer(observer, plans.apply(request));
    }

    @Override
    public void getPlan(GetPlanRequest request, StreamObserver<GetPlanResponse> observer) {
        answer(observer, plans.get(request));
    }

    @Override
    public void listPlans(ListPlansRequest request, StreamObserver<ListPlansResponse> observer) {
        answer(observer, plans.list(request));
    }

    @Override
    public void getInvoice(GetInvoiceRequest request, StreamObserver<GetInvoiceResponse> observer) {
        answer(observer, invoices.get(request));
    }

    @Override
    public void listInvoices(ListInvoicesRequest request, StreamObserver<ListInvoicesResponse> observer) {
        answer(observer, invoices.list(request));
    }

    @Override
    public void voidInvoice(VoidInvoiceRequest request, StreamObserver<VoidInvoiceResponse> observer) {
        answer(observer, invoices.voidInvoice(request));
    }

    @Override
    public void explainInvoiceLine(
            ExplainInvoiceLineRequest request, StreamObserver<ExplainInvoiceLineResponse> observer) {
        answer(observer, proofs.explain(request));
    }

    @Override
    public void previewInvoice(PreviewInvoiceRequest request, StreamObserver<PreviewInvoiceResponse> observer) {
        answer(observer, proofs.preview(request));
    }

    @Override
    public void listUsageEvents(ListUsageEventsRequest request, StreamObserver<ListUsageEventsResponse> observer) {
        answer(observer, invoices.events(request));
    }

    @Override
    public void createApiKey(CreateApiKeyRequest request, StreamObserver<CreateApiKeyResponse> observer) {
        answer(observer, keys.create(request));
    }

    @Override
    public void listApiKeys(ListApiKeysRequest request, StreamObserver<ListApiKeysResponse> observer) {
        answer(observer, keys.list(request));
    }

    @Override
    public void revokeApiKey(RevokeApiKeyRequest request, StreamObserver<RevokeApiKeyResponse> observer) {
        answer(observer, keys.revoke(request));
    }

    private static <A> void answer(StreamObserver<A> observer, A message) {
        observer.onNext(message);
        observer.onCompleted();
    }
}
