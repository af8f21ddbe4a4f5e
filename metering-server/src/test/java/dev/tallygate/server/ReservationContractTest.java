package dev.tallygate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.tallygate.server.HttpCaller.Answer;
import dev.tallygate.v1.CheckQuotaRequest;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.DenyReason;
import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.ReleaseReservationRequest;
import dev.tallygate.v1.ReservationOutcome;
import dev.tallygate.v1.ReservationState;
import dev.tallygate.v1.ReserveQuotaRequest;
import dev.tallygate.v1.ReserveQuotaResponse;
import dev.tallygate.v1.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reservations over the wire. The capped plan: 0.01 USD per 1,000 tokens, cap 1.00. */
class ReservationContractTest {
    private static final SharedServer SERVER = SharedServer.get();
    private static final HttpCaller HTTP = new HttpCaller(SERVER.httpPort(), SERVER.adminKey());

    @Test
    void whatIsReservedIsHeldUntilItsUsageIsRecorded() {
        SERVER.createSubscriber("holder");

        ReserveQuotaResponse granted = SERVER.metering().reserveQuota(request("holder", "r1", 60_000));
        ReserveQuotaResponse denied = SERVER.metering().reserveQuota(request("holder", "r2", 50_000));
        CheckQuotaResponse check = SERVER.metering()
                .checkQuota(CheckQuotaRequest.newBuilder()
                        .setCustomerId("holder")
                        .setModelId("gpt-4o")
                        .putQuantities("tokens_in", 50_000)
                        .build());
        EventResult recorded = SERVER.metering()
                .recordUsage(RecordUsageRequest.newBuilder()
                        .addEvents(SharedServer.event("holder", "e1")
                                .setTokensIn(10_000)
                                .setReservationId("r1"))
                        .setWithQuota(true)
                        .build())
                .getResults(0);
        ReserveQuotaResponse later = SERVER.metering().reserveQuota(request("holder", "r2", 50_000));

        assertTrue(granted.getGranted());
        assertEquals(200, granted.getHttpStatus());
        assertEquals(
                ReservationState.RESERVATION_STATE_HELD,
                granted.getReservation().getState());
        assertEquals(60_000, granted.getReservation().getQuantitiesOrThrow("tokens_in"));
        assertEquals(
                Durations.fromSeconds(300),
                Timestamps.between(
                        granted.getReservation().getCreatedTime(),
                        granted.getReservation().getExpiryTime()));
        assertEquals("0.6", granted.getQuota().getHeld());
        assertEquals("0.4", granted.getQuota().getRemaining());
        assertFalse(denied.getGranted());
        assertEquals(DenyReason.DENY_REASON_SPEND_CAP_REACHED, denied.getDenyReason());
        assertEquals(402, denied.getHttpStatus());
        assertFalse(denied.hasReservation());
        assertEquals(DenyReason.DENY_REASON_SPEND_CAP_REACHED, check.getDenyReason());
        assertEquals("0.6", check.getQuota().getHeld());
        assertEquals(ReservationOutcome.RESERVATION_OUTCOME_COMMITTED, recorded.getReservationOutcome());
        assertTrue(later.getGranted());
    }

    private static ReserveQuotaRequest request(String customerId, String reservationId, long tokensIn) {
        return ReserveQuotaRequest.newBuilder()
                .setCustomerId(customerId)
                .setReservationId(reservationId)
                .setModelId("gpt-4o")
                .putQuantities("tokens_in", tokensIn)
                .build();
    }

    @Test
    void aReleaseTellsWhereTheReservationStands() {
        SERVER.createSubscriber("releaser");
        SERVER.metering().reserveQuota(request("releaser", "r1", 100_000));
        SERVER.metering().reserveQuota(request("releaser", "r2", 0));
        SERVER.metering()
                .recordUsage(RecordUsageRequest.newBuilder()
                        .addEvents(SharedServer.event("releaser", "e1").setReservationId("r2"))
                        .build());

        assertEquals(ReservationState.RESERVATION_STATE_RELEASED, release("releaser", "r1"));
        assertEquals(ReservationState.RESERVATION_STATE_RELEASED, release("releaser", "r1"));
        assertEquals(ReservationState.RESERVATION_STATE_COMMITTED, release("releaser", "r2"));
        assertEquals(ReservationState.RESERVATION_STATE_UNKNOWN, release("releaser", "r3"));
        assertEquals(ReservationState.RESERVATION_STATE_UNKNOWN, release("nobody", "r1"));
    }

    private static ReservationState release(String customerId, String reservationId) {
        return SERVER.metering()
                .releaseReservation(ReleaseReservationRequest.newBuilder()
                        .setCustomerId(customerId)
                        .setReservationId(reservationId)
                        .build())
                .getState();
    }

    @Test
    void aKeyBoundToAnotherCustomerNeitherHoldsNorReleases() {
        SERVER.createSubscriber("bound-1");
        SERVER.createSubscriber("bound-2");
        String key = SERVER.createKey("bound-1", Scope.SCOPE_INGEST, Scope.SCOPE_CHECK);
        SERVER.metering().reserveQuota(request("bound-2", "r1", 1));

        ReserveQuotaResponse foreign = SERVER.caller().metering(key).reserveQuota(request("bound-2", "r2", 1));
        ReservationState released = SERVER.caller()
                .metering(key)
                .releaseReservation(ReleaseReservationRequest.newBuilder()
                        .setCustomerId("bound-2")
                        .setReservationId("r1")
                        .build())
                .getState();

        assertEquals(DenyReason.DENY_REASON_CUSTOMER_UNKNOWN, foreign.getDenyReason());
        assertEquals(ReservationState.RESERVATION_STATE_UNKNOWN, released);
        assertEquals(ReservationState.RESERVATION_STATE_RELEASED, release("bound-2", "r1"));
        assertEquals(ReservationState.RESERVATION_STATE_UNKNOWN, release("bound-2", "r2"));
    }

    @Test
    void overHttpADenialIs402AndARelease200() {
        SERVER.createSubscriber("http-holder");
        String reserve = """
                {"customer_id": "http-holder", "reservation_id": "%s", "model_id": "gpt-4o",
                 "quantities": {"tokens_in": "%d"}, "ttl": "60s"}
                """;

        Answer granted = HTTP.post("/v1/quota:reserve", reserve.formatted("r1", 70_000));
        Answer denied = HTTP.post("/v1/quota:reserve", reserve.formatted("r2", 40_000));
        Answer conflict = HTTP.post("/v1/quota:reserve", reserve.formatted("r1", 1));
        Answer released =
                HTTP.post("/v1/quota:release", "{\"customer_id\": \"http-holder\", \"reservation_id\": \"r1\"}");

        assertEquals(200, granted.status(), () -> granted.body().toString());
        assertEquals(
                "RESERVATION_STATE_HELD",
                granted.body().at("/reservation/state").asString());
        assertEquals(402, denied.status(), () -> denied.body().toString());
        assertEquals("application/problem+json", denied.contentType());
        assertEquals("SPEND_CAP_REACHED", denied.body().path("reason").asString());
        assertEquals("0.7", denied.body().path("held").asString());
        assertEquals(409, conflict.status());
        assertEquals("RESERVATION_CONFLICT", conflict.body().path("reason").asString());
        assertEquals("RESERVATION_STATE_RELEASED", released.body().path("state").asString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"customer_id":"x","reservation_id":"r","quantities":{"tokens_in":1},"ttl":"3601s"}     | TTL_TOO_LONG
            {"customer_id":"x","reservation_id":"r","quantities":{"tokens_in":1},"ttl":"0s"}        | FIELD_INVALID
            {"customer_id":"x","reservation_id":"r","quantities":{"tokens_out_plain":1}}            | METER_NOT_RESERVABLE
            {"customer_id":"x","reservation_id":"r"}                                                | FIELD_INVALID
            {"customer_id":"x","quantities":{"tokens_in":1}}                                        | FIELD_INVALID
            """)
    void aWrongRequestIsAProblemWithItsReason(String body, String reason) {
        Answer answer = HTTP.post("/v1/quota:reserve", body);

        assertEquals(400, answer.status(), () -> answer.body().toString());
        assertEquals(reason, answer.body().path("reason").asString());
    }
}
