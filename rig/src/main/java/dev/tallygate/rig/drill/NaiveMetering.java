package dev.tallygate.rig.drill;

import dev.tallygate.v1.CheckQuotaRequest;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.GetUsageRequest;
import dev.tallygate.v1.GetUsageResponse;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.Quota;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.RecordUsageResponse;
import dev.tallygate.v1.ReleaseReservationRequest;
import dev.tallygate.v1.ReleaseReservationResponse;
import dev.tallygate.v1.Reservation;
import dev.tallygate.v1.ReservationOutcome;
import dev.tallygate.v1.ReservationState;
import dev.tallygate.v1.ReserveQuotaRequest;
import dev.tallygate.v1.ReserveQuotaResponse;
import dev.tallygate.v1.UsageEvent;
import dev.tallygate.v1.UsageTotal;
import dev.tallygate.v1.Verdict;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The metering of the naive server. */
final class NaiveMetering extends MeteringServiceGrpc.MeteringServiceImplBase {
    private static final long WRITES_EVERY_MILLIS = 300;
    private static final long THINKS_MILLIS = 100;

    private final NaiveRepository books;
    private final Fault fault;
    private final Queue<UsageEvent> unwritten = new ConcurrentLinkedQueue<>();

    NaiveMetering(NaiveRepository books, Fault fault) {
        this.books = books;
        this.fault = fault;
        Thread.ofVirtual().start(this::writeNowAndThen);
    }

    private void writeNowAndThen() {
        while (true) {
            write();
            Progress.pause(Duration.ofMillis(WRITES_EVERY_MILLIS));
        }
    }

    /** What was acknowledged since the last time; what cannot be written is forgotten. */
    private void write() {
        List<UsageEvent> events = new ArrayList<>();
        for (UsageEvent next = unwritten.poll(); next != null; next = unwritten.poll()) {
            events.add(next);
        }
        try {
            books.record(events);
        } catch (SQLException forgotten) {
            System.err.println(forgotten.getMessage());
        }
    }

    @Override
    public void recordUsage(RecordUsageRequest request, StreamObserver<RecordUsageResponse> observer) {
        answer(observer, () -> {
            RecordUsageResponse.Builder response = RecordUsageResponse.newBuilder();
            for (UsageEvent event : request.getEventsList()) {
                response.addResults(EventResult.newBuilder()
                        .setEventId(event.getEventId())
                        .setVerdict(Verdict.VERDICT_RECORDED)
                        .setReservationOutcome(
                                event.getReservationId().isEmpty()
                                        ? ReservationOutcome.RESERVATION_OUTCOME_UNSPECIFIED
                                        : ReservationOutcome.RESERVATION_OUTCOME_COMMITTED));
            }
            if (fault == Fault.ACKNOWLEDGES_BEFORE_COMMIT) {
                Progress.pause(Duration.ofMillis(THINKS_MILLIS));
                unwritten.addAll(request.getEventsList());
            } else {
                books.record(request.getEventsList());
            }
            return response.build();
        });
    }

    @Override
    public void checkQuota(CheckQuotaRequest request, StreamObserver<CheckQuotaResponse> observer) {
        answer(observer, () -> {
            NaiveRepository.Standing standing = books.standing(request.getCustomerId(), now());
            return CheckQuotaResponse.newBuilder()
                    .setAllowed(standing.remaining() > 0)
                    .build();
        });
    }

    @Override
    public void reserveQuota(ReserveQuotaRequest request, StreamObserver<ReserveQuotaResponse> observer) {
        answer(observer, () -> {
            Instant now = now();
            Instant expiry = now.plus(Duration.ofSeconds(
                    request.getTtl().getSeconds(), request.getTtl().getNanos()));
            long tokens = request.getQuantitiesOrDefault("tokens_in", 0);
            NaiveRepository.Hold hold =
                    new NaiveRepository.Hold(request.getCustomerId(), request.getReservationId(), tokens, expiry);
            return ReserveQuotaResponse.newBuilder()
                    .setGranted(books.reserve(hold, now))
                    .setReservation(Reservation.newBuilder().setExpiryTime(Load.timestamp(expiry)))
                    .setAsOfTime(Load.timestamp(now))
                    .build();
        });
    }

    @Override
    public void releaseReservation(
            ReleaseReservationRequest request, StreamObserver<ReleaseReservationResponse> observer) {
        answer(observer, () -> {
            books.release(request.getCustomerId(), request.getReservationId());
            return ReleaseReservationResponse.newBuilder()
                    .setState(ReservationState.RESERVATION_STATE_RELEASED)
                    .build();
        });
    }

    @Override
    public void getUsage(GetUsageRequest request, StreamObserver<GetUsageResponse> observer) {
        answer(observer, () -> {
            Instant now = now();
            NaiveRepository.Standing standing = books.standing(request.getCustomerId(), now);
            return GetUsageResponse.newBuilder()
                    .setQuota(Quota.newBuilder()
                            .setSpend(Long.toString(standing.used()))
                            .setHeld(Long.toString(standing.held()))
                            .setRemaining(Long.toString(standing.remaining())))
                    .addTotals(UsageTotal.newBuilder()
                            .setRequests(standing.events())
                            .setTokensIn(standing.used()))
                    .setAsOfTime(Load.timestamp(now))
                    .build();
        });
    }

    /** What a call does, with the database. */
    private interface Work<A> {
        A done() throws SQLException;
    }

    private static <A> void answer(StreamObserver<A> observer, Work<A> work) {
        A answer;
        try {
            answer = work.done();
        } catch (SQLException fault) {
            observer.onError(
                    Status.UNAVAILABLE.withDescription(fault.getMessage()).asRuntimeException());
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
