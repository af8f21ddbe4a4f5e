package dev.tallygate.server.grpc;

import dev.tallygate.access.Authentication.Caller;
import dev.tallygate.access.Scope;
import dev.tallygate.quota.CheckAnswer;
import dev.tallygate.quota.DenyReason;
import dev.tallygate.quota.QuotaLedger;
import dev.tallygate.quota.QuotaReserver;
import dev.tallygate.quota.ReserveAnswer;
import dev.tallygate.quota.ReserveRequest;
import dev.tallygate.server.access.CurrentCaller;
import dev.tallygate.server.errors.Failures;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.v1.CheckQuotaRequest;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.CustomerQuota;
import dev.tallygate.v1.GetUsageRequest;
import dev.tallygate.v1.GetUsageResponse;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.RecordUsageResponse;
import dev.tallygate.v1.ReleaseReservationRequest;
import dev.tallygate.v1.ReleaseReservationResponse;
import dev.tallygate.v1.ReserveQuotaRequest;
import dev.tallygate.v1.ReserveQuotaResponse;
import dev.tallygate.v1.StreamUsageRequest;
import dev.tallygate.v1.StreamUsageResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** MeteringService: records usage, checks and reserves quota, reads usage. */
final class MeteringCalls extends MeteringServiceGrpc.MeteringServiceImplBase {
    /** No customer has this id. */
    private static final String NOBODY = "";

    private final BoundRecorder recorder;
    private final QuotaLedger quotas;
    private final QuotaReserver reserver;
    private final QuotaMessages messages;
    private final Executor readers;
    private final Clock clock;
    private final OpenStreams streams = new OpenStreams();

    MeteringCalls(
            BoundRecorder recorder,
            QuotaLedger quotas,
            QuotaReserver reserver,
            QuotaMessages messages,
            Executor readers,
            Clock clock) {
        this.recorder = recorder;
        this.quotas = quotas;
        this.reserver = reserver;
        this.messages = messages;
        this.readers = readers;
        this.clock = clock;
    }

    /** Puts the events into their lanes; the answer comes from there, and its quotas, which are read, from elsewhere. */
    @Override
    public void recordUsage(RecordUsageRequest request, StreamObserver<RecordUsageResponse> observer) {
        if (request.getWithQuota()) {
            CurrentCaller.require(Scope.CHECK);
        }
        Caller caller = CurrentCaller.get();
        List<UsageEvent> events =
                request.getEventsList().stream().map(UsageMessages::fromProto).toList();
        CompletionStage<List<EventResult>> results = recorder.record(events, caller, Times.deadline(clock));
        CompletionStage<RecordUsageResponse> response = request.getWithQuota()
                ? results.thenApplyAsync(all -> toProto(all, seen(events, caller)), readers)
                : results.thenApply(all -> toProto(all, Set.of()));
        answer(observer, response);
    }

    @Override
    public StreamObserver<StreamUsageRequest> streamUsage(StreamObserver<StreamUsageResponse> observer) {
        Caller caller = CurrentCaller.get();
        var answers = (ServerCallStreamObserver<StreamUsageResponse>) observer;
        return new UsageStream(answers, request -> record(request, caller), streams).open();
    }

    private CompletableFuture<List<EventResult>> record(StreamUsageRequest request, Caller caller) {
        List<UsageEvent> events =
                request.getEventsList().stream().map(UsageMessages::fromProto).toList();
        return recorder.record(events, caller, Times.deadline(clock)).toCompletableFuture();
    }

    /** Ends all streams, once what they have taken is answered; unary calls end by themselves. */
    void stopStreams() {
        streams.stop();
    }

    /** Customers of the events that the caller may see, in the order of first mention. */
    private static Set<String> seen(List<UsageEvent> events, Caller caller) {
        return events.stream()
                .map(UsageEvent::customerId)
                .filter(caller::sees)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private RecordUsageResponse toProto(List<EventResult> results, Set<String> quotaCustomers) {
        RecordUsageResponse.Builder response = RecordUsageResponse.newBuilder();
        results.forEach(result -> response.addResults(UsageMessages.toProto(result)));
        Map<String, dev.tallygate.quota.Quota> found =
                quotaCustomers.isEmpty() ? Map.of() : quotas.quotasOf(quotaCustomers);
        for (String customerId : quotaCustomers) {
            dev.tallygate.quota.Quota quota = found.get(customerId);
            if (quota != null) {
                response.addQuotas(
                        CustomerQuota.newBuilder().setCustomerId(customerId).setQuota(messages.toProto(quota)));
            }
        }
        return response.build();
    }

    /** The check is made before it is masked, so that a wrong request is refused alike for every customer. */
    @Override
    public void checkQuota(CheckQuotaRequest request, StreamObserver<CheckQuotaResponse> observer) {
        boolean visible = CurrentCaller.get().sees(request.getCustomerId());
        answer(observer, quotas.check(QuotaMessages.fromProto(request)).thenApply(answer -> {
            CheckAnswer told = visible ? answer : CheckAnswer.denied(DenyReason.CUSTOMER_UNKNOWN, answer.asOfTime());
            return messages.toProto(told);
        }));
    }

    /** Another customer than the key's is not looked at: a wrong request is refused, a sound one denied as for an absent one. */
    @Override
    public void reserveQuota(ReserveQuotaRequest request, StreamObserver<ReserveQuotaResponse> observer) {
        CurrentCaller.require(Scope.CHECK);
        ReserveRequest asked = ReservationMessages.fromProto(request);
        CompletionStage<ReserveAnswer> answer = CurrentCaller.get().sees(request.getCustomerId())
                ? reserver.reserve(asked, Times.deadline(clock))
                : CompletableFuture.completedStage(asked.ofUnknownCustomer(clock.instant()));
        answer(observer, answer.thenApply(told -> ReservationMessages.toProto(told, messages)));
    }

    @Override
    public void releaseReservation(
            ReleaseReservationRequest request, StreamObserver<ReleaseReservationResponse> observer) {
        String customerId = CurrentCaller.get().sees(request.getCustomerId()) ? request.getCustomerId() : NOBODY;
        answer(
                observer,
                reserver.release(customerId, request.getReservationId(), Times.deadline(clock))
                        .thenApply(ReservationMessages::toReleased));
    }

    @Override
    public void getUsage(GetUsageRequest request, StreamObserver<GetUsageResponse> observer) {
        Instant instant =
                request.hasPeriodStart() ? Times.fromProto("period_start", request.getPeriodStart()) : clock.instant();
        CurrentCaller.requireSees(request.getCustomerId());
        answer(observer, messages.toProto(quotas.usageOf(request.getCustomerId(), instant)));
    }

    private static <A> void answer(StreamObserver<A> observer, CompletionStage<A> response) {
        response.whenComplete((message, failure) -> {
            if (failure == null) {
                answer(observer, message);
            } else {
                observer.onError(Failures.toGrpc(failure));
            }
        });
    }

    private static <A> void answer(StreamObserver<A> observer, A message) {
        observer.onNext(message);
        observer.onCompleted();
    }
}
