package dev.tallygate.server.errors;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.tallygate.catalog.PlanInvalid;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionException;

/** Turns whatever a call threw into the status that its caller gets: the only place that does. */
public final class Failures {
    /** Domain of every {@code ErrorInfo}. */
    public static final String DOMAIN = "tallygate.dev";

    private static final Logger log = LoggerFactory.getLogger(Failures.class);
    private static final Duration RETRY_DELAY =
            Duration.newBuilder().setSeconds(1).build();

    private Failures() {}

    /** The exception to close a gRPC call with. An unexpected failure is logged here, under the id that it carries. */
    public static StatusRuntimeException toGrpc(Throwable failure) {
        if (failure instanceof StatusRuntimeException known) {
            return known;
        }
        return StatusProto.toStatusRuntimeException(toStatus(failure));
    }

    /** Closes a call with the status of what was thrown. */
    public static void close(ServerCall<?, ?> call, Throwable failure) {
        StatusRuntimeException known = toGrpc(failure);
        Metadata trailers = known.getTrailers();
        call.close(known.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    /** The status of a refusal that no exception stands for. */
    public static StatusRuntimeException refusal(Reason reason, String message) {
        return toGrpc(Rejected.of(reason, message));
    }

    private static Status toStatus(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof CompletionException && cause != null) {
            return toStatus(cause);
        }
        return switch (failure) {
            case Rejected rejected -> ofRejected(rejected);
            case PlanInvalid invalid -> ofPlan(invalid);
            case TransientDataAccessException fault -> databaseUnavailable(fault);
            case RecoverableDataAccessException fault -> databaseUnavailable(fault);
            case DataAccessResourceFailureException fault -> databaseUnavailable(fault);
            case UncategorizedSQLException fault -> databaseUnavailable(fault);
            case TransactionException fault -> databaseUnavailable(fault);
            default -> bug(failure);
        };
    }

    private static Status ofRejected(Rejected rejected) {
        Map<String, String> variables =
                rejected.field().map(field -> Map.of("field", field)).orElse(Map.of());
        List<FieldViolation> violations = rejected.field()
                .map(field -> violation(field, rejected.getMessage()))
                .map(List::of)
                .orElse(List.of());
        return status(rejected.reason(), rejected.getMessage(), variables, violations);
    }

    private static Status ofPlan(PlanInvalid invalid) {
        List<FieldViolation> violations = invalid.findings().stream()
                .map(finding -> violation("definition", finding.message()))
                .toList();
        return status(Reason.PLAN_INVALID, String.valueOf(invalid.getMessage()), Map.of(), violations);
    }

    private static Status databaseUnavailable(Exception fault) {
        log.warn("call_failed reason=DATABASE_UNAVAILABLE cause=\"{}\"", fault.toString());
        return status(Reason.DATABASE_UNAVAILABLE, Reason.DATABASE_UNAVAILABLE.sentence(), Map.of(), List.of());
    }

    private static Status bug(Throwable failure) {
        String id = UUID.randomUUID().toString();
        log.error("call_failed reason=INTERNAL id={}", id, failure);
        String message = "internal error " + id + ": please report it with this id";
        return status(Reason.INTERNAL, message, Map.of("id", id), List.of());
    }

    private static Status status(
            Reason reason, String message, Map<String, String> variables, List<FieldViolation> violations) {
        ErrorInfo info = ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(reason.name())
                .putAllMetadata(variables)
                .build();
        Status.Builder status = Status.newBuilder()
                .setCode(WireStatus.of(reason).grpcCode().getNumber())
                .setMessage(message)
                .addDetails(Any.pack(info));
        if (!violations.isEmpty()) {
            status.addDetails(Any.pack(
                    BadRequest.newBuilder().addAllFieldViolations(violations).build()));
        }
        if (isWorthRetrying(reason)) {
            status.addDetails(
                    Any.pack(RetryInfo.newBuilder().setRetryDelay(RETRY_DELAY).build()));
        }
        return status.build();
    }

    private static boolean isWorthRetrying(Reason reason) {
        return reason == Reason.QUEUE_FULL || reason == Reason.DATABASE_UNAVAILABLE || reason == Reason.SERVER_STOPPING;
    }

    private static FieldViolation violation(String field, String description) {
        return FieldViolation.newBuilder()
                .setField(field)
                .setDescription(description)
                .build();
    }
}
