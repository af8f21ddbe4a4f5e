package dev.tallygate.server;

import dev.tallygate.v1.ApplyPlanRequest;
import dev.tallygate.v1.BillingServiceGrpc.BillingServiceBlockingStub;
import dev.tallygate.v1.CreateApiKeyRequest;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.Scope;

/** Customers and keys of a test that has a server of its own. */
final class Subscriber {
    private Subscriber() {}

    /** A customer on the capped plan since the start of this month. */
    static void create(BillingServiceBlockingStub billing, String customerId) {
        billing.applyPlan(ApplyPlanRequest.newBuilder()
                .setDefinition(SharedServer.CAPPED_PLAN)
                .build());
        billing.createCustomer(CreateCustomerRequest.newBuilder()
                .setCustomer(Customer.newBuilder().setCustomerId(customerId).setCurrencyCode("USD"))
                .build());
        billing.createSubscription(CreateSubscriptionRequest.newBuilder()
                .setCustomerId(customerId)
                .setSubscriptionId("main")
                .setPlanId("capped")
                .setStartTime(SharedServer.monthStart())
                .build());
    }

    /** A key that records. */
    static String createKey(BillingServiceBlockingStub billing) {
        return billing.createApiKey(CreateApiKeyRequest.newBuilder()
                        .setName("test")
                        .addScopes(Scope.SCOPE_INGEST)
                        .build())
                .getSecret();
    }
}
