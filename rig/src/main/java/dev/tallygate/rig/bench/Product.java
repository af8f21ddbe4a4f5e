package dev.tallygate.rig.bench;

import com.google.protobuf.Timestamp;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.v1.ApplyPlanRequest;
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
import dev.tallygate.v1.ReservationOutcome;
import dev.tallygate.v1.ReserveQuotaRequest;
import dev.tallygate.v1.ReserveQuotaResponse;
import dev.tallygate.v1.Verdict;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The server under load, over one gRPC channel with an admin key. */
final class Product implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    private static final int CALLERS = 16;
    private static final String PLAN = """
            plan: bench
            name: Bench
            currency: USD
            grace: 0
            spend_cap: {amount: 1000000000.00, kind: hard}
            charges:
              - id: tokens
                meter: [tokens_in, tokens_out]
                per: 1_000
                graduated: [{up_to: 100_000, price: 3.00}, {up_to: 1_000_000, price: 2.00}, {price: 1.50}]
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

    /** Publishes the plan, makes the customers and subscribes them from the last month on. */
    void bringCustomers(int count, YearMonth thisMonth) {
        calls().applyPlan(ApplyPlanRequest.newBuilder().setDefinition(PLAN).build());
        Instant start =
                thisMonth.minusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<? extends Future<?>> made = IntStream.range(0, count)
                    .mapToObj(number -> callers.submit(() -> bring("bench-" + number, start)))
                    .toList();
            for (Future<?> one : made) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new RigFailed("a customer could not be made: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigFailed("interrupted", e);
        }
    }

    private void bring(String customerId, Instant start) {
        Customer customer = Customer.newBuilder()
                .setCustomerId(customerId)
                .setName(customerId)
                .setEmail(customerId + "@example.com")
                .setCurrencyCode("USD")
                .setProvider(Provider.PROVIDER_MANUAL)
                .build();
        calls().createCustomer(
                        CreateCustomerRequest.newBuilder().setCustomer(customer).build());
        calls().createSubscription(CreateSubscriptionRequest.newBuilder()
                .setCustomerId(customerId)
                .setSubscriptionId("bench")
                .setPlanId("bench")
                .setStartTime(Timestamp.newBuilder().setSeconds(start.getEpochSecond()))
                .build());
    }

    private BillingServiceBlockingStub calls() {
        return billing.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Records facts {@code first} to {@code first + shape.events() - 1}; each has to be counted now. */
    void record(Facts facts, Shape shape, long first, StreamObserver<RecordUsageResponse> observer) {
        RecordUsageRequest.Builder request = RecordUsageRequest.newBuilder();
        for (int i = 0; i < shape.events(); i++) {
            request.addEvents(facts.event(first + i, shape));
        }
        metering().recordUsage(request.build(), Expecting.last(Product::isRecorded, observer));
    }

    private static boolean isRecorded(RecordUsageResponse answer) {
        return answer.getResultsList().stream().allMatch(result -> result.getVerdict() == Verdict.VERDICT_RECORDED);
    }

    /** Asks for one unit of fact {@code number}'s customer and model; it has to be allowed. */
    void check(Shape shape, long number, StreamObserver<CheckQuotaResponse> observer) {
        CheckQuotaRequest request = CheckQuotaRequest.newBuilder()
                .setCustomerId(Facts.customerId(number, shape))
                .setModelId(Facts.modelId(number, shape))
                .build();
        metering().checkQuota(request, Expecting.last(CheckQuotaResponse::getAllowed, observer));
    }

    /** Holds the most that fact {@code number} may use and, once that is granted, records it: its commit. */
    void reserveAndCommit(Facts facts, Shape shape, long number, StreamObserver<RecordUsageResponse> observer) {
        ReserveQuotaRequest request = ReserveQuotaRequest.newBuilder()
                .setCustomerId(Facts.customerId(number, shape))
                .setModelId(Facts.modelId(number, shape))
                .setReservationId(facts.eventId(number))
                .putAllQuantities(Facts.bounds())
                .build();
        metering()
                .reserveQuota(
                        request,
                        Expecting.then(
                                ReserveQuotaResponse::getGranted,
                                observer,
                                () -> commit(facts, shape, number, observer)));
    }

    private void commit(Facts facts, Shape shape, long number, StreamObserver<RecordUsageResponse> observer) {
        RecordUsageRequest request = RecordUsageRequest.newBuilder()
                .addEvents(facts.event(number, shape).toBuilder().setReservationId(facts.eventId(number)))
                .build();
        metering().recordUsage(request, Expecting.last(Product::isCommitted, observer));
    }

    private static boolean isCommitted(RecordUsageResponse answer) {
        return isRecorded(answer)
                && answer.getResults(0).getReservationOutcome() == ReservationOutcome.RESERVATION_OUTCOME_COMMITTED;
    }

    private MeteringServiceStub metering() {
        return metering.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
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
