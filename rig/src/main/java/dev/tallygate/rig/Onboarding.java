package dev.tallygate.rig;

import com.google.protobuf.Timestamp;
import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.BillingServiceGrpc.BillingServiceBlockingStub;
import dev.tallygate.v1.CreateApiKeyRequest;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.Scope;
import dev.tallygate.v1.Subscription;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The door by which a product brings its customers: gRPC with an admin key. */
final class Onboarding implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 10;

    private final ManagedChannel channel;
    private final BillingServiceBlockingStub billing;

    Onboarding(LiveCalls.Ports ports, String adminKey) {
        this.channel = Grpc.newChannelBuilder("127.0.0.1:" + ports.grpc(), InsecureChannelCredentials.create())
                .build();
        this.billing = BillingServiceGrpc.newBlockingStub(channel).withInterceptors(LiveCalls.authorization(adminKey));
    }

    /** Makes the customer and subscribes it to its plan; the same again changes nothing. */
    Subscription bring(DemoCustomer customer, Instant start) {
        Customer wanted = Customer.newBuilder()
                .setCustomerId(customer.customerId())
                .setName(customer.name())
                .setEmail(customer.email())
                .setCurrencyCode(customer.currencyCode())
                .setProvider(customer.provider())
                .build();
        calls().createCustomer(
                        CreateCustomerRequest.newBuilder().setCustomer(wanted).build());
        return calls().createSubscription(CreateSubscriptionRequest.newBuilder()
                        .setCustomerId(customer.customerId())
                        .setSubscriptionId(customer.planId())
                        .setPlanId(customer.planId())
                        .setStartTime(Timestamp.newBuilder().setSeconds(start.getEpochSecond()))
                        .build())
                .getSubscription();
    }

    /** A key that may record usage and check quotas, as the product's own calls need. */
    String key(String name) {
        return calls().createApiKey(CreateApiKeyRequest.newBuilder()
                        .setName(name)
                        .addScopes(Scope.SCOPE_INGEST)
                        .addScopes(Scope.SCOPE_CHECK)
                        .build())
                .getSecret();
    }

    private BillingServiceBlockingStub calls() {
        return billing.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
