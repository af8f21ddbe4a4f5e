package dev.tallygate.server;

import static dev.tallygate.server.GrpcCaller.reasonOf;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Message;
import dev.tallygate.server.CallCases.CallCase;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.CreateApiKeyRequest;
import dev.tallygate.v1.CreateApiKeyResponse;
import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.ListCustomersRequest;
import dev.tallygate.v1.MeteringServiceGrpc;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.ReserveQuotaResponse;
import dev.tallygate.v1.RevokeApiKeyRequest;
import dev.tallygate.v1.Scope;
import dev.tallygate.v1.Verdict;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call what; R23: a key of A on objects of B. */
class AccessContractTest {
    private static final SharedServer SERVER = SharedServer.get();

    @Test
    void everyRpcOfTheDescriptorsHasACase() {
        assertEquals(
                CallCases.rpcs().stream()
                        .map(MethodDescriptor::getFullMethodName)
                        .collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(CallCases.all().keySet()));
    }

    @Test
    void eachRpcAsksForItsScopesAndForNoOther() {
        Map<Scope, String> keys = Map.of(
                Scope.SCOPE_INGEST, SERVER.createKey("", Scope.SCOPE_INGEST),
                Scope.SCOPE_CHECK, SERVER.createKey("", Scope.SCOPE_CHECK),
                Scope.SCOPE_ADMIN, SERVER.createKey("", Scope.SCOPE_ADMIN));

        for (MethodDescriptor<Message, Message> rpc : CallCases.rpcs()) {
            CallCase callCase = caseOf(rpc);
            keys.forEach((scope, key) -> {
                boolean let = scope == Scope.SCOPE_ADMIN || callCase.scopes().equals(Set.of(scope));
                String outcome = outcome(SERVER.caller().channel(key), rpc, defaultRequest(callCase));
                assertEquals(!let, outcome.contains("SCOPE_MISSING"), rpc.getFullMethodName() + " with " + scope);
            });
        }
    }

    /** An empty request: enough to see whether a call is let in, and it changes nothing. */
    private static Message defaultRequest(CallCase callCase) {
        return callCase.aboutOther().getDefaultInstanceForType();
    }

    @Test
    @DisplayName("R23: with a key bound to A every object of B answers byte by byte as an absent one")
    void aKeyBoundToACustomerHearsOfAnotherOneWhatItHearsOfAnAbsentOne() {
        SERVER.createSubscriber("bound-a");
        String key = SERVER.createKey("bound-a", Scope.SCOPE_INGEST, Scope.SCOPE_CHECK);
        Map<String, String> absent = outcomes(key);

        SERVER.createSubscriber(CallCases.OTHER);
        SERVER.metering()
                .recordUsage(RecordUsageRequest.newBuilder()
                        .addEvents(SharedServer.event(CallCases.OTHER, "e1"))
                        .build());

        assertEquals(absent, outcomes(key));
        assertFalse(absent.isEmpty());
    }

    private static Map<String, String> outcomes(String key) {
        Map<String, String> outcomes = new TreeMap<>();
        Channel channel = SERVER.caller().channel(key);
        CallCases.rpcs()
                .forEach(rpc -> outcomes.put(
                        rpc.getFullMethodName(),
                        outcome(channel, rpc, caseOf(rpc).aboutOther())));
        return outcomes;
    }

    private static CallCase caseOf(MethodDescriptor<Message, Message> rpc) {
        return Objects.requireNonNull(CallCases.all().get(rpc.getFullMethodName()), rpc.getFullMethodName());
    }

    /** The answer's or the failure's text form; the time of a check or reservation is the only thing that may differ. */
    private static String outcome(Channel channel, MethodDescriptor<Message, Message> rpc, Message request) {
        try {
            Message answer = ClientCalls.blockingUnaryCall(channel, rpc, CallOptions.DEFAULT, request);
            if (answer instanceof CheckQuotaResponse check) {
                return check.toBuilder().clearAsOfTime().build().toString();
            }
            if (answer instanceof ReserveQuotaResponse reserve) {
                return reserve.toBuilder().clearAsOfTime().build().toString();
            }
            return answer.toString();
        } catch (StatusRuntimeException failure) {
            return String.valueOf(StatusProto.fromThrowable(failure));
        }
    }

    @Test
    void aKeyBoundToACustomerRecordsForThatOneBesideOthers() {
        SERVER.createSubscriber("bound-b");
        String key = SERVER.createKey("bound-b", Scope.SCOPE_INGEST);

        List<EventResult> results = SERVER.caller()
                .metering(key)
                .recordUsage(RecordUsageRequest.newBuilder()
                        .addEvents(SharedServer.event("somebody-else", "e1"))
                        .addEvents(SharedServer.event("bound-b", "e2"))
                        .addEvents(SharedServer.event("somebody-else", "e3"))
                        .build())
                .getResultsList();

        assertEquals(
                List.of(Verdict.VERDICT_REJECTED, Verdict.VERDICT_RECORDED, Verdict.VERDICT_REJECTED),
                results.stream().map(EventResult::getVerdict).toList());
        assertEquals("CUSTOMER_UNKNOWN", results.getFirst().getRejection().getReason());
        assertEquals(
                List.of("e1", "e2", "e3"),
                results.stream().map(EventResult::getEventId).toList());
    }

    @Test
    void withoutAKeyNothingIsLetIn() {
        assertEquals(
                "API_KEY_MISSING",
                reasonOf(() -> MeteringServiceGrpc.newBlockingStub(
                                SERVER.caller().channel())
                        .recordUsage(RecordUsageRequest.getDefaultInstance())));
    }

    @ParameterizedTest
    @CsvSource({"nonsense, API_KEY_INVALID", "tg_test_0000, API_KEY_INVALID", "tg_live_0000, MODE_MISMATCH"})
    void aWrongKeyIsRefused(String key, String reason) {
        assertEquals(
                reason,
                reasonOf(() -> SERVER.caller().metering(key).recordUsage(RecordUsageRequest.getDefaultInstance())));
    }

    @Test
    void aRevokedKeyIsRefusedByTheNextCall() {
        CreateApiKeyResponse created = SERVER.admin()
                .createApiKey(CreateApiKeyRequest.newBuilder()
                        .setName("short-lived")
                        .addScopes(Scope.SCOPE_ADMIN)
                        .build());
        var stub = SERVER.caller().billing(created.getSecret());
        assertDoesNotThrow(() -> stub.listCustomers(ListCustomersRequest.getDefaultInstance()));

        SERVER.admin()
                .revokeApiKey(RevokeApiKeyRequest.newBuilder()
                        .setKeyId(created.getApiKey().getKeyId())
                        .build());

        assertEquals("API_KEY_INVALID", reasonOf(() -> stub.listCustomers(ListCustomersRequest.getDefaultInstance())));
    }

    @Test
    void withQuotaNeedsScopeCheckAsWell() {
        SERVER.createSubscriber("with-quota");
        String key = SERVER.createKey("", Scope.SCOPE_INGEST);
        RecordUsageRequest request = RecordUsageRequest.newBuilder()
                .addEvents(SharedServer.event("with-quota", "e1"))
                .setWithQuota(true)
                .build();

        assertEquals(
                "SCOPE_MISSING", reasonOf(() -> SERVER.caller().metering(key).recordUsage(request)));
    }
}
