package dev.tallygate.server.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.CannotCreateTransactionException;

class FailuresTest {

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonTravelsInExactlyOneErrorInfo(Reason reason) throws InvalidProtocolBufferException {
        Status status = statusOf(Rejected.of(reason, "a sentence"));

        List<Any> infos = details(status, ErrorInfo.class);
        assertEquals(1, infos.size());
        ErrorInfo info = infos.getFirst().unpack(ErrorInfo.class);
        assertEquals("tallygate.dev", info.getDomain());
        assertEquals(reason.name(), info.getReason());
        assertEquals(WireStatus.of(reason).grpcCode().getNumber(), status.getCode());
    }

    @Test
    void aFieldIsNamedInItsViolation() throws InvalidProtocolBufferException {
        Status status = statusOf(Rejected.field(Reason.FIELD_INVALID, "page_size", -1, "0 to 1000"));

        BadRequest bad = details(status, BadRequest.class).getFirst().unpack(BadRequest.class);
        assertEquals("page_size", bad.getFieldViolations(0).getField());
        assertEquals(
                "page_size: -1 (expected: 0 to 1000)", bad.getFieldViolations(0).getDescription());
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailableAndWorthRetrying() {
        for (RuntimeException fault : List.of(
                new CannotAcquireLockException("deadlock"),
                new CannotCreateTransactionException("no connection"),
                new CompletionException(new CannotAcquireLockException("deadlock")))) {
            Status status = statusOf(fault);

            assertEquals(io.grpc.Status.Code.UNAVAILABLE.value(), status.getCode());
            assertFalse(details(status, RetryInfo.class).isEmpty());
        }
    }

    @Test
    void aBugShowsAnIdAndNothingElse() throws InvalidProtocolBufferException {
        Status status = statusOf(new IllegalStateException("select secret from table"));

        ErrorInfo info = details(status, ErrorInfo.class).getFirst().unpack(ErrorInfo.class);
        assertEquals("INTERNAL", info.getReason());
        assertTrue(status.getMessage().contains(info.getMetadataOrThrow("id")));
        assertFalse(status.toString().contains("secret"));
    }

    @Test
    void aProblemHasTheStatusOfItsReason() {
        for (Reason reason : Reason.values()) {
            Problem problem = Problem.of(Rejected.of(reason, "a sentence"));

            assertEquals(WireStatus.of(reason).httpStatus(), problem.status());
            assertEquals(reason.name(), problem.members().get("reason"));
        }
    }

    private static Status statusOf(RuntimeException failure) {
        Status status = StatusProto.fromThrowable(Failures.toGrpc(failure));
        assertNotNull(status);
        return status;
    }

    private static List<Any> details(Status status, Class<? extends com.google.protobuf.Message> type) {
        return status.getDetailsList().stream().filter(any -> any.is(type)).toList();
    }
}
