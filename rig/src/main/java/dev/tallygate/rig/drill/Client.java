package dev.tallygate.rig.drill;

import com.google.protobuf.Timestamp;
import dev.tallygate.rig.RigFailed;
import dev.tallygate.v1.ApplyPlanRequest;
import dev.tallygate.v1.BillingServiceGrpc;
import dev.tallygate.v1.BillingServiceGrpc.BillingServiceBlockingStub;
import dev.tallygate.v1.CreateCustomerRequest;
import dev.tallygate.v1.CreateSubscriptionRequest;
import dev.tallygate.v1.Customer;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.MeteringServiceGrpc.MeteringServiceBlockingStub;
import dev.tallygate.v1.Provider;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One channel to a server, and a caller that sends again with the same ids until it is answered. */
final class Client implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Set<Status.Code> WORTH_A_RETRY =
            Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);
    /** Of a client that leaves it to the server to end its calls. */
    static final Duration NO_DEADLINE = Duration.ZERO;

    private static final Duration GIVES_UP = Duration.ofMinutes(2);
    private static final int PAUSE_MILLIS = 50;

    private final ManagedChannel channel;
    private final MeteringServiceBlockingStub metering;
    private final Attempts attempts;
    private final Duration patience;

    /** A client whose calls end after {@code patience} by themselves, or by the server with {@link #NO_DEADLINE}. The key is asked for with every call. */
    Client(int grpcPort, Supplier<String> apiKey, Attempts attempts, Duration patience) {
        this.channel = Grpc.newChannelBuilder("127.0.0.1:" + grpcPort, InsecureChannelCredentials.create())
                .intercept(withKey(apiKey))
                .build();
        this.metering = MeteringServiceGrpc.newBlockingStub(channel);
        this.attempts = attempts;
        this.patience = patience;
    }

    /** Hears of every try. */
    interface Attempts {
        void ended(Duration time, @Nullable StatusRuntimeException failure);
    }

    private static ClientInterceptor withKey(Supplier<String> apiKey) {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                    @Override
                    public void start(Listener<A> listener, Metadata headers) {
                        headers.put(AUTHORIZATION, "Bearer " + apiKey.get());
                        super.start(listener, headers);
                    }
                };
            }
        };
    }

    /** A server that was away is asked at once. */
    void connectNow() {
        channel.resetConnectBackoff();
    }

    /** The answer of a call, sent again while nobody knows what became of it. */
    <A> A answered(Function<MeteringServiceBlockingStub, A> call) {
        long end = System.nanoTime() + GIVES_UP.toNanos();
        while (true) {
            try {
                return once(call);
            } catch (StatusRuntimeException unanswered) {
                boolean again = WORTH_A_RETRY.contains(unanswered.getStatus().getCode()) && System.nanoTime() < end;
                if (!again) {
                    throw new RigFailed("a call was answered " + unanswered.getStatus(), unanswered);
                }
            }
            Progress.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 2 * PAUSE_MILLIS)));
            channel.resetConnectBackoff();
        }
    }

    /** One try. */
    <A> A once(Function<MeteringServiceBlockingStub, A> call) {
        long start = System.nanoTime();
        try {
            A answer = call.apply(limited(metering));
            attempts.ended(Duration.ofNanos(System.nanoTime() - start), null);
            return answer;
        } catch (StatusRuntimeException failure) {
            attempts.ended(Duration.ofNanos(System.nanoTime() - start), failure);
            throw failure;
        }
    }

    private <S extends AbstractStub<S>> S limited(S calls) {
        return patience.isZero() ? calls : calls.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Hears of the server's health until it ends. */
    void watchHealth(StreamObserver<HealthCheckResponse> observer) {
        HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), observer);
    }

    /** Publishes a plan. */
    void publish(String definition) {
        billing()
                .applyPlan(
                        ApplyPlanRequest.newBuilder().setDefinition(definition).build());
    }

    /** Makes a customer who is on the plan since {@code start}. */
    void bring(String customerId, String planId, Instant start) {
        Customer customer = Customer.newBuilder()
                .setCustomerId(customerId)
                .setName(customerId)
                .setEmail(customerId + "@example.com")
                .setCurrencyCode("USD")
                .setProvider(Provider.PROVIDER_MANUAL)
                .build();
        billing()
                .createCustomer(
                        CreateCustomerRequest.newBuilder().setCustomer(customer).build());
        billing()
                .createSubscription(CreateSubscriptionRequest.newBuilder()
                        .setCustomerId(customerId)
                        .setSubscriptionId("drill")
                        .setPlanId(planId)
                        .setStartTime(Timestamp.newBuilder().setSeconds(start.getEpochSecond()))
                        .build());
    }

    private BillingServiceBlockingStub billing() {
        return limited(BillingServiceGrpc.newBlockingStub(channel));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
