package dev.tallygate.server.grpc;

import com.google.protobuf.util.Durations;
import dev.tallygate.quota.ReserveAnswer;
import dev.tallygate.quota.ReserveRequest;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.v1.ReleaseReservationResponse;
import dev.tallygate.v1.Reservation;
import dev.tallygate.v1.ReservationState;
import dev.tallygate.v1.ReserveQuotaRequest;
import dev.tallygate.v1.ReserveQuotaResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reservations, between messages and the core's types. */
final class ReservationMessages {

    private ReservationMessages() {}

    static ReserveRequest fromProto(ReserveQuotaRequest request) {
        return new ReserveRequest(
                request.getCustomerId(),
                request.getReservationId(),
                request.getModelId(),
                new TreeMap<>(request.getQuantitiesMap()),
                request.hasTtl() ? ttl(request.getTtl()) : null);
    }

    private static Duration ttl(com.google.protobuf.Duration ttl) {
        if (!Durations.isValid(ttl)) {
            throw Rejected.field(
                    Reason.FIELD_INVALID,
                    "ttl",
                    ttl.getSeconds() + " s " + ttl.getNanos() + " ns",
                    "more than 0 s, at most 3600 s");
        }
        return Duration.ofSeconds(ttl.getSeconds(), ttl.getNanos());
    }

    static ReserveQuotaResponse toProto(ReserveAnswer answer, QuotaMessages quotas) {
        ReserveQuotaResponse.Builder message = ReserveQuotaResponse.newBuilder()
                .setGranted(answer.granted())
                .setHttpStatus(QuotaMessages.OK)
                .setAsOfTime(Times.toProto(answer.asOfTime()));
        answer.reservationIfAny().ifPresent(reservation -> message.setReservation(toProto(reservation)));
        answer.quotaIfAny()
                .ifPresent(
                        quota -> message.setQuota(quotas.toProto(quota, answer.denyReason(), answer.overdueIfAny())));
        answer.overdueIfAny().ifPresent(overdue -> message.setOverdueInvoice(QuotaMessages.toProto(overdue)));
        answer.denyReason()
                .ifPresent(reason -> message.setDenyReason(QuotaMessages.toProto(reason))
                        .setHttpStatus(QuotaMessages.httpStatus(reason)));
        return message.build();
    }

    /** Empty = there is no such reservation. */
    static ReleaseReservationResponse toReleased(Optional<dev.tallygate.reservation.Reservation> reservation) {
        ReservationState state =
                reservation.map(found -> toProto(found.state())).orElse(ReservationState.RESERVATION_STATE_UNKNOWN);
        return ReleaseReservationResponse.newBuilder().setState(state).build();
    }

    private static Reservation toProto(dev.tallygate.reservation.Reservation reservation) {
        Reservation.Builder message = Reservation.newBuilder()
                .setReservationId(reservation.reservationId())
                .setState(toProto(reservation.state()))
                .setModelId(reservation.content().modelId())
                .putAllQuantities(reservation.content().asked())
                .setCreatedTime(Times.toProto(reservation.createdTime()))
                .setExpiryTime(Times.toProto(reservation.expiryTime()));
        @Nullable Instant endedTime = reservation.endedTime();
        if (endedTime != null) {
            message.setEndedTime(Times.toProto(endedTime));
        }
        return message.build();
    }

    private static ReservationState toProto(dev.tallygate.reservation.ReservationState state) {
        return switch (state) {
            case HELD -> ReservationState.RESERVATION_STATE_HELD;
            case COMMITTED -> ReservationState.RESERVATION_STATE_COMMITTED;
            case RELEASED -> ReservationState.RESERVATION_STATE_RELEASED;
            case EXPIRED -> ReservationState.RESERVATION_STATE_EXPIRED;
        };
    }
}
