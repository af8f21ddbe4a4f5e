package dev.tallygate.server.errors;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.tallygate.rejection.Reason;
import io.grpc.protobuf.StatusProto;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/**
 * A failure or a denial as {@code application/problem+json} (RFC 9457): the only place that gives failures an HTTP
 * status. {@code members} are in the order in which they are written.
 */
public record Problem(int status, Optional<Long> retryAfterSeconds, Map<String, Object> members) {

    public Problem {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The problem of a status that a problem body explains, with members of its own after the standard ones. */
    public static Problem of(int status, String detail, Map<String, Object> extensions) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", HttpStatus.valueOf(status).getReasonPhrase());
        members.put("status", status);
        members.put("detail", detail);
        members.putAll(extensions);
        return new Problem(status, Optional.empty(), members);
    }

    /** The problem of whatever a call threw. */
    public static Problem of(Throwable failure) {
        Status status = StatusProto.fromThrowable(Failures.toGrpc(failure));
        if (status == null) {
            throw new IllegalStateException("a failure without a status", failure);
        }
        Reason reason = detail(status, ErrorInfo.class)
                .map(info -> Reason.valueOf(info.getReason()))
                .orElseGet(() -> ofTransport(status));
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("reason", reason.name());
        detail(status, ErrorInfo.class).ifPresent(info -> extensions.put("metadata", info.getMetadataMap()));
        detail(status, BadRequest.class).ifPresent(bad -> extensions.put("field_violations", violations(bad)));
        Problem problem = of(WireStatus.of(reason).httpStatus(), status.getMessage(), extensions);
        Optional<Long> wait = detail(status, RetryInfo.class)
                .map(retry -> retry.getRetryDelay().getSeconds());
        return new Problem(problem.status, wait, problem.members);
    }

    private static List<Violation> violations(BadRequest bad) {
        return bad.getFieldViolationsList().stream()
                .map(violation -> new Violation(violation.getField(), violation.getDescription()))
                .toList();
    }

    /** One offending field, as the member {@code field_violations} lists it. */
    record Violation(String field, String description) {}

    /** A status that the transport made by itself has no details. */
    private static Reason ofTransport(Status status) {
        return status.getCode() == Code.DEADLINE_EXCEEDED.getNumber() ? Reason.DEADLINE_PASSED : Reason.INTERNAL;
    }

    private static <T extends Message> Optional<T> detail(Status status, Class<T> type) {
        for (Any any : status.getDetailsList()) {
            if (any.is(type)) {
                try {
                    return Optional.of(any.unpack(type));
                } catch (InvalidProtocolBufferException impossible) {
                    throw new IllegalStateException("a detail of our own does not parse", impossible);
                }
            }
        }
        return Optional.empty();
    }
}
