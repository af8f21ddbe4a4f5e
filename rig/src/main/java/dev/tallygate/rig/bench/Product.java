package dev.tallygate.rig.bench;

import com.google.protobuf.Timestamp;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.BillingServiceGrpc.BillingServiceBlockingStub;
import dev.tallygate.v1.CheckQuotaRequest;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.MeteringServiceGrpc.MeteringServiceStub;
import dev.tallygate.v1.Provider;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.RecordUsageResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The server under load, over one gRPC channel with an admin key. */
final class Product implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    static final String PLAN = """
            plan: bench
            name: Bench
            currency: USD
            spend_cap: {amount: 1000000000.00, kind: hard}
            charges:
              - id: tokens
                meter: [tokens_in, tokens_out]
                per: 1_000
                graduated: [{up_to: 100_000, price: 0}, {up_to: 1_000_000, price: 0.020}, {price: 0.015}]
            """;

    private final ManagedChannel channel;
    private final MeteringServiceStub metering;
    private final BillingServiceBlockingStub billing;

    Product(int grpcPort, String apiKey) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + apiKey);
        channel = Grpc.newChannelBuilder("127.0.0.1:" + grpcPort, InsecureChannelCredentials.create())
                .directExecutor()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
        metering = MeteringServiceGrpc.newStub(channel);
        billing = BillingServiceGrpc.newBlockingStub(channel);
    }

    /** Makes the customers and subscribes them from the last month on; those that exist stay as they are. */
    void bringCustomers(int count, YearMonth thisMonth) {
        Instant start =
                thisMonth.minusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        IntStream.range(0, count).parallel().forEach(number -> bring("bench-" + number, start));
    }

    private void bring(String customerId, Instant start) {
        Customer customer = Customer.newBuilder()
                .setCustomerId(customerId)
                .setName(customerId)
                .setEmail(customerId + "@example.com")
                .setCurrencyCode("USD")
                .setProvider(Provider.PROVIDER_MANUAL)
                .build();
        BillingServiceBlockingStub calls = billing.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
        calls.createCustomer(
                CreateCustomerRequest.newBuilder().setCustomer(customer).build());
        calls.createSubscription(CreateSubscriptionRequest.newBuilder()
                .setCustomerId(customerId)
                .setSubscriptionId("bench")
                .setPlanId("bench")
                .setStartTime(Timestamp.newBuilder().setSeconds(start.getEpochSecond()))
                .build());
    }

    /** Records facts {@code first} to {@code first + shape.events() - 1}; each has to be counted now. */
    void record(Facts facts, Shape shape, long first, StreamObserver<RecordUsageResponse> observer) {
        RecordUsageRequest.Builder request = RecordUsageRequest.newBuilder();
        for (int i = 0; i < shape.events(); i++) {
            request.addEvents(facts.event(first + i, shape));
        }
        metering.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).recordUsage(request.build(), observer);
    }

    void check(Shape shape, long number, StreamObserver<CheckQuotaResponse> observer) {
        CheckQuotaRequest request = CheckQuotaRequest.newBuilder()
                .setCustomerId(Facts.customerId(number, shape))
                .setModelId(Facts.modelId(number, shape))
                .build();
        metering.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).checkQuota(request, observer);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            if (!channel.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new RigFailed("the channel to the server does not close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }
}
