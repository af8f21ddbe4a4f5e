package dev.tallygate.server;

import static dev.tallygate.server.GrpcCaller.reasonOf;
import static dev.tallygate.server.SharedServer.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Timestamps;
import dev.tallygate.v1.CheckQuotaRequest;
import dev.tallygate.v1.CheckQuotaResponse;
import dev.tallygate.v1.DenyReason;
import dev.tallygate.v1.EventResult;
import dev.tallygate.v1.GetUsageRequest;
import dev.tallygate.v1.GetUsageResponse;
import dev.tallygate.v1.RecordUsageRequest;
import dev.tallygate.v1.RecordUsageResponse;
import dev.tallygate.v1.ReservationOutcome;
import dev.tallygate.v1.UsageEvent;
import dev.tallygate.v1.Verdict;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** MeteringService over its socket, on a real database. */
class MeteringContractTest {
    private static final SharedServer SERVER = SharedServer.get();

    @BeforeAll
    static void customers() {
        SERVER.createSubscriber("metered");
        SERVER.createCustomer("unsubscribed");
        SERVER.createSubscriber("refused");
    }

    @Test
    void anEventIsRecordedOnceAndReadBack() {
        SERVER.createSubscriber("reader");
        UsageEvent sent = event("reader", "e1")
                .setTokensOut(500)
                .putQuantities("images", 2)
                .setReservationId("r1")
                .build();

        EventResult first = record(sent).getResults(0);
        EventResult again = record(sent).getResults(0);
        EventResult other = record(sent.toBuilder().setTokensOut(501).build()).getResults(0);

        assertEquals(Verdict.VERDICT_RECORDED, first.getVerdict());
        assertEquals("0.015", first.getCost());
        assertEquals("USD", first.getCurrencyCode());
        assertEquals(SharedServer.monthStart(), first.getPeriodStart());
        assertEquals(ReservationOutcome.RESERVATION_OUTCOME_UNKNOWN, first.getReservationOutcome());
        assertEquals(Verdict.VERDICT_DUPLICATE, again.getVerdict());
        assertEquals("0.015", again.getCost());
        assertEquals(Verdict.VERDICT_CONFLICT, other.getVerdict());
        GetUsageResponse usage = SERVER.metering()
                .getUsage(GetUsageRequest.newBuilder().setCustomerId("reader").build());
        assertEquals(1, usage.getTotalsCount());
        assertEquals(1_000, usage.getTotals(0).getTokensIn());
        assertEquals(500, usage.getTotals(0).getTokensOut());
        assertEquals(2, usage.getTotals(0).getQuantitiesOrThrow("images"));
        assertEquals(1, usage.getTotals(0).getRequests());
        assertEquals("0.015", usage.getQuota().getSpend());
        assertEquals("0.985", usage.getQuota().getRemaining());
        assertFalse(usage.getClosed());
    }

    static Stream<BadEvent> badEvents() {
        return Stream.of(
                new BadEvent("CUSTOMER_UNKNOWN", "customer_id", e -> e.setCustomerId("nobody")),
                new BadEvent("NO_SUBSCRIPTION", "", e -> e.setCustomerId("unsubscribed")),
                new BadEvent("EVENT_ID_INVALID", "event_id", e -> e.setEventId("x".repeat(65))),
                new BadEvent("EVENT_ID_INVALID", "event_id", e -> e.setEventId("trailing ")),
                new BadEvent("EVENT_ID_INVALID", "event_id", e -> e.setEventId("")),
                new BadEvent("MODEL_ID_INVALID", "model_id", e -> e.setModelId("m".repeat(129))),
                new BadEvent("METER_INVALID", "quantities", e -> e.putQuantities("tokens_in", 1)),
                new BadEvent("METER_INVALID", "quantities", e -> e.putQuantities("two words", 1)),
                new BadEvent("QUANTITY_NEGATIVE", "tokens_in", e -> e.setTokensIn(-3)),
                new BadEvent("QUANTITY_NEGATIVE", "tokens_in", e -> e.setTokensIn(Long.MIN_VALUE)),
                new BadEvent("QUANTITY_TOO_LARGE", "tokens_in", e -> e.setTokensIn(1_000_000_000_001L)),
                new BadEvent("QUANTITY_TOO_LARGE", "compute_millis", e -> e.setComputeMillis(Long.MAX_VALUE)),
                new BadEvent(
                        "PART_EXCEEDS_WHOLE",
                        "tokens_in",
                        e -> e.setTokensIn(100).setTokensInCached(60).setTokensInCacheWrite(60)),
                new BadEvent("USAGE_TIME_MISSING", "usage_time", UsageEvent.Builder::clearUsageTime),
                new BadEvent("USAGE_TIME_TOO_OLD", "usage_time", e -> e.setUsageTime(Timestamps.EPOCH)),
                new BadEvent(
                        "USAGE_TIME_TOO_OLD",
                        "usage_time",
                        e -> e.setUsageTime(
                                Timestamps.fromSeconds(0).toBuilder().setSeconds(Long.MIN_VALUE))),
                new BadEvent("USAGE_TIME_IN_FUTURE", "usage_time", e -> e.setUsageTime(Timestamps.MAX_VALUE)),
                new BadEvent("LABEL_INVALID", "labels", e -> e.putLabels("k", "v".repeat(600))),
                new BadEvent("FIELD_INVALID", "subject", e -> e.setSubject("s".repeat(129))),
                new BadEvent("FIELD_INVALID", "corrects_event_id", e -> e.setCorrectsEventId("e0")),
                new BadEvent(
                        "EVENT_UNKNOWN",
                        "corrects_event_id",
                        e -> e.clear()
                                .setEventId("void-e0")
                                .setCustomerId("refused")
                                .setCorrectsEventId("e0")));
    }

    @ParameterizedTest
    @MethodSource("badEvents")
    @DisplayName("a bad event is rejected with its reason and nothing is written (W3: part exceeds whole)")
    void aBadEventIsRejectedAndNothingIsWritten(BadEvent bad) {
        long before = eventRows();

        RecordUsageResponse response =
                record(bad.change().apply(event("refused", "bad")).build());

        EventResult result = response.getResults(0);
        assertEquals(Verdict.VERDICT_REJECTED, result.getVerdict());
        assertEquals(bad.reason(), result.getRejection().getReason());
        assertTrue(result.getRejection().getField().startsWith(bad.field()), result::toString);
        assertFalse(result.getRejection().getMessage().isEmpty());
        assertEquals("", result.getCost());
        assertEquals(before, eventRows());
    }

    record BadEvent(String reason, String field, UnaryOperator<UsageEvent.Builder> change) {
        @Override
        public String toString() {
            return reason + " " + field;
        }
    }

    @Test
    @DisplayName("a void carries three fields, an amend is two events of one call; totals and spend follow")
    void whatWasWrongIsVoidedAndAmended() {
        SERVER.createSubscriber("corrected");
        record(event("corrected", "e1").setTokensOut(500).build());
        record(event("corrected", "e2").setTokensOut(500).build());
        UsageEvent second = event("corrected", "s2")
                .setTokensIn(0)
                .setTokensOut(100)
                .setCorrectsEventId("e2")
                .build();

        EventResult voided = record(voiding("v1", "e1")).getResults(0);
        List<EventResult> amended = SERVER.metering()
                .recordUsage(RecordUsageRequest.newBuilder()
                        .addEvents(voiding("v2", "e2"))
                        .addEvents(second)
                        .build())
                .getResultsList();
        EventResult again = record(voiding("v3", "e1")).getResults(0);

        assertEquals(Verdict.VERDICT_RECORDED, voided.getVerdict());
        assertEquals("-0.015", voided.getCost());
        assertEquals(
                List.of(Verdict.VERDICT_RECORDED, Verdict.VERDICT_RECORDED),
                amended.stream().map(EventResult::getVerdict).toList());
        assertEquals("ALREADY_VOIDED", again.getRejection().getReason());
        GetUsageResponse usage = SERVER.metering()
                .getUsage(
                        GetUsageRequest.newBuilder().setCustomerId("corrected").build());
        assertEquals(100, usage.getTotals(0).getTokensOut());
        assertEquals(1, usage.getTotals(0).getRequests());
    }

    private static UsageEvent voiding(String eventId, String corrected) {
        return UsageEvent.newBuilder()
                .setEventId(eventId)
                .setCustomerId("corrected")
                .setCorrectsEventId(corrected)
                .build();
    }

    @Test
    void oneBadEventAmongAHundredLeavesTheOthersRecorded() {
        SERVER.createSubscriber("hundred");
        RecordUsageRequest.Builder request = RecordUsageRequest.newBuilder();
        for (int i = 0; i < 100; i++) {
            request.addEvents(event("hundred", "e" + i).setTokensIn(i == 41 ? -1 : 10));
        }

        List<EventResult> results =
                SERVER.metering().recordUsage(request.build()).getResultsList();

        assertEquals(Verdict.VERDICT_REJECTED, results.get(41).getVerdict());
        assertEquals(
                99,
                results.stream()
                        .filter(result -> result.getVerdict() == Verdict.VERDICT_RECORDED)
                        .count());
        assertEquals(
                IntStream.range(0, 100).mapToObj(i -> "e" + i).toList(),
                results.stream().map(EventResult::getEventId).toList());
    }

    @Test
    void aCallCarriesOneToAThousandEvents() {
        SERVER.createSubscriber("thousand");
        RecordUsageRequest.Builder request = RecordUsageRequest.newBuilder();
        IntStream.range(0, 1_001).forEach(i -> request.addEvents(event("thousand", "e" + i)));
        long before = eventRows();

        assertEquals("BATCH_TOO_LARGE", reasonOf(() -> SERVER.metering().recordUsage(request.build())));
        assertEquals(
                "BATCH_EMPTY", reasonOf(() -> SERVER.metering().recordUsage(RecordUsageRequest.getDefaultInstance())));
        assertEquals(before, eventRows());

        request.removeEvents(1_000);
        assertEquals(1_000, SERVER.metering().recordUsage(request.build()).getResultsCount());
    }

    @Test
    void theHardCapDeniesAndUsageIsStillRecorded() {
        SERVER.createSubscriber("capped");
        record(event("capped", "e1").setTokensIn(99_999).build());

        CheckQuotaResponse near = check("capped", "gpt-4o", 1);
        CheckQuotaResponse beyond = check("capped", "gpt-4o", 1_000);
        EventResult recorded = record(event("capped", "e2").build()).getResults(0);
        CheckQuotaResponse over = check("capped", "gpt-4o", 1);

        assertTrue(near.getAllowed(), near::toString);
        assertEquals(200, near.getHttpStatus());
        assertFalse(beyond.getAllowed());
        assertEquals(DenyReason.DENY_REASON_SPEND_CAP_REACHED, beyond.getDenyReason());
        assertEquals(402, beyond.getHttpStatus());
        assertEquals("1", beyond.getQuota().getSpendCap());
        assertEquals("https://example.com/billing", beyond.getQuota().getResolveUrl());
        assertEquals(Verdict.VERDICT_RECORDED, recorded.getVerdict());
        assertFalse(over.getAllowed());
        assertEquals("0", over.getQuota().getRemaining());
    }

    @Test
    void whoHasNoPlanIsDeniedWith403() {
        assertEquals(
                DenyReason.DENY_REASON_CUSTOMER_UNKNOWN,
                check("nobody", "gpt-4o", 1).getDenyReason());
        CheckQuotaResponse unsubscribed = check("unsubscribed", "gpt-4o", 1);
        assertEquals(DenyReason.DENY_REASON_NO_SUBSCRIPTION, unsubscribed.getDenyReason());
        assertEquals(403, unsubscribed.getHttpStatus());
        assertFalse(unsubscribed.hasQuota());
    }

    @Test
    void aCheckOfANegativeQuantityIsRefused() {
        assertEquals("QUANTITY_NEGATIVE", reasonOf(() -> check("metered", "gpt-4o", -1)));
    }

    @Test
    void withQuotaTellsWhereEachCustomerStandsAfterwards() {
        SERVER.createSubscriber("quota1");
        RecordUsageResponse response = SERVER.metering()
                .recordUsage(RecordUsageRequest.newBuilder()
                        .addEvents(event("quota1", "e1"))
                        .addEvents(event("nobody", "e1"))
                        .addEvents(event("quota1", "e2"))
                        .setWithQuota(true)
                        .build());

        assertEquals(1, response.getQuotasCount());
        assertEquals("quota1", response.getQuotas(0).getCustomerId());
        assertEquals("0.02", response.getQuotas(0).getQuota().getSpend());
    }

    @Test
    void usageOfAnUnknownCustomerIsNotFound() {
        assertEquals(
                "CUSTOMER_NOT_FOUND",
                reasonOf(() -> SERVER.metering()
                        .getUsage(GetUsageRequest.newBuilder()
                                .setCustomerId("nobody")
                                .build())));
    }

    @Test
    void aTimestampThatIsNoneIsAnInvalidField() {
        GetUsageRequest request = GetUsageRequest.newBuilder()
                .setCustomerId("metered")
                .setPeriodStart(Timestamps.EPOCH.toBuilder().setNanos(-1))
                .build();

        assertEquals("FIELD_INVALID", reasonOf(() -> SERVER.metering().getUsage(request)));
    }

    private static RecordUsageResponse record(UsageEvent event) {
        return SERVER.metering()
                .recordUsage(RecordUsageRequest.newBuilder().addEvents(event).build());
    }

    private static CheckQuotaResponse check(String customerId, String modelId, long tokensIn) {
        return SERVER.metering()
                .checkQuota(CheckQuotaRequest.newBuilder()
                        .setCustomerId(customerId)
                        .setModelId(modelId)
                        .putQuantities("tokens_in", tokensIn)
                        .build());
    }

    private static long eventRows() {
        return SERVER.rows()
                .sql("select count(event_id) from usage_events")
                .query(Long.class)
                .single();
    }
}
