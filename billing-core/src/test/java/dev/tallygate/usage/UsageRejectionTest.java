package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageRejectionTest {

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    @ParameterizedTest
    @MethodSource({"badEvents", "badCorrections"})
    void aBadEventIsRejectedWithItsReasonAndItsNeighboursAreRecorded(
            Reason reason, String field, UsageEvent.Builder bad) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            events.add(
                    i == 50 ? bad.build() : SCENE.event("good-" + i).tokensIn(1).build());
        }

        List<EventResult> results = SCENE.recordAll(events);

        assertThat(results.get(50).verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(results.get(50).rejectionIfAny()).hasValueSatisfying(rejection -> {
            assertThat(rejection.reason()).isEqualTo(reason);
            assertThat(rejection.field()).isEqualTo(field);
            assertThat(rejection.message()).contains("expected");
        });
        assertThat(results.stream().filter(result -> result.verdict() == Verdict.RECORDED))
                .hasSize(99);
        assertThat(SCENE.requestsOf("acme")).isEqualTo(99);
    }

    static Stream<Arguments> badEvents() {
        Instant now = SCENE.clock().instant();
        return Stream.of(
                arguments(Reason.CUSTOMER_UNKNOWN, "customer_id", UsageEvent.builder("x", "nobody")),
                arguments(
                        Reason.CUSTOMER_UNKNOWN,
                        "customer_id",
                        UsageEvent.builder("x", "acme ").usageTime(now)),
                arguments(Reason.EVENT_ID_INVALID, "event_id", SCENE.event("x".repeat(65))),
                arguments(Reason.EVENT_ID_INVALID, "event_id", SCENE.event("trailing ")),
                arguments(Reason.EVENT_ID_INVALID, "event_id", SCENE.event("")),
                arguments(Reason.MODEL_ID_INVALID, "model_id", SCENE.event("x").modelId("m".repeat(129))),
                arguments(Reason.MODEL_ID_INVALID, "model_id", SCENE.event("x").modelId("gpt 4o")),
                arguments(Reason.METER_INVALID, "quantities", SCENE.event("x").own("tokens_in", 1)),
                arguments(Reason.METER_INVALID, "quantities", SCENE.event("x").own("no good", 1)),
                arguments(
                        Reason.QUANTITY_NEGATIVE, "tokens_in", SCENE.event("x").tokensIn(-3)),
                arguments(
                        Reason.QUANTITY_NEGATIVE,
                        "quantities.images",
                        SCENE.event("x").own("images", -1)),
                arguments(
                        Reason.QUANTITY_TOO_LARGE,
                        "tokens_out",
                        SCENE.event("x").tokensOut(1_000_000_000_001L)),
                arguments(
                        Reason.QUANTITY_TOO_LARGE,
                        "compute_millis",
                        SCENE.event("x").computeMillis(Long.MAX_VALUE)),
                arguments(
                        Reason.PART_EXCEEDS_WHOLE,
                        "tokens_in",
                        SCENE.event("W3").tokensIn(100).tokensInCached(60).tokensInCacheWrite(60)),
                arguments(
                        Reason.PART_EXCEEDS_WHOLE,
                        "tokens_out",
                        SCENE.event("x").tokensOutReasoning(1)),
                arguments(
                        Reason.USAGE_TIME_MISSING,
                        "usage_time",
                        SCENE.event("x").usageTime(null)),
                arguments(
                        Reason.USAGE_TIME_TOO_OLD,
                        "usage_time",
                        SCENE.event("x")
                                .usageTime(now.minus(Duration.ofDays(35)).minusNanos(1_000))),
                arguments(
                        Reason.USAGE_TIME_IN_FUTURE,
                        "usage_time",
                        SCENE.event("x")
                                .usageTime(now.plus(Duration.ofMinutes(5)).plusNanos(1_000))),
                arguments(Reason.LABEL_INVALID, "labels", SCENE.event("x").labels(nineLabels())),
                arguments(Reason.LABEL_INVALID, "labels", SCENE.event("x").label("k", "v".repeat(512))),
                arguments(Reason.LABEL_INVALID, "labels", SCENE.event("x").label("", "v")),
                arguments(Reason.FIELD_INVALID, "subject", SCENE.event("x").subject("s".repeat(129))),
                arguments(Reason.FIELD_INVALID, "subject", SCENE.event("x").subject("ü".repeat(65))),
                arguments(
                        Reason.FIELD_INVALID, "model_provider", SCENE.event("x").modelProvider("a b")),
                arguments(
                        Reason.FIELD_INVALID, "reservation_id", SCENE.event("x").reservationId("a b")),
                arguments(
                        Reason.FIELD_INVALID, "latency_millis", SCENE.event("x").latencyMillis(-1L)),
                arguments(Reason.FIELD_INVALID, "quantities", SCENE.seventeenMeters(SCENE.event("x"))));
    }

    static Stream<Arguments> badCorrections() {
        return Stream.of(
                arguments(
                        Reason.FIELD_INVALID,
                        "corrects_event_id",
                        SCENE.event("x").correctsEventId("e0")),
                arguments(
                        Reason.EVENT_UNKNOWN,
                        "corrects_event_id",
                        SCENE.event("x").usageTime(null).correctsEventId("e0")));
    }

    @Test
    @DisplayName("invariant 5: usage outside every subscription is NO_SUBSCRIPTION, its edges are half-open")
    void usageBeforeTheSubscriptionIsRejected() {
        SCENE.core().subscribe("young", "standard", "2026-03-11T00:00:00Z");

        assertThat(SCENE.reasonOf(UsageEvent.builder("before", "young")
                        .usageTime(Instant.parse("2026-03-10T23:59:59.999999Z"))
                        .build()))
                .isEqualTo(Reason.NO_SUBSCRIPTION);
        assertThat(SCENE.record(UsageEvent.builder("at", "young")
                                .usageTime(Instant.parse("2026-03-11T00:00:00Z"))
                                .build())
                        .verdict())
                .isEqualTo(Verdict.RECORDED);
        assertThat(SCENE.core()
                        .get(UsageReader.class)
                        .event(SCENE.keyOf("young"), "at")
                        .orElseThrow()
                        .placement())
                .as("the period starts with the calendar, the window with the subscription")
                .extracting(RecordedEvent.Placement::periodStart, RecordedEvent.Placement::windowStart)
                .containsExactly(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-11T00:00:00Z"));
    }

    @Test
    void aClosedCustomersUsageIsRejectedAndItsOldEventsAreStillDuplicates() {
        SCENE.record(SCENE.event("e1").build());
        SCENE.core().get(CustomerRegistry.class).changeStatus("acme", CustomerStatus.CLOSED);

        assertThat(SCENE.reasonOf(SCENE.event("e2").build())).isEqualTo(Reason.CUSTOMER_CLOSED);
        assertThat(SCENE.record(SCENE.event("e1").build()).verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void anOldEventSentAgainIsStillADuplicate() {
        Instant used = SCENE.clock().instant();
        SCENE.record(SCENE.event("e1").usageTime(used).build());
        SCENE.clock().advance(Duration.ofDays(40));

        assertThat(SCENE.record(SCENE.event("e1").usageTime(used).build()).verdict())
                .isEqualTo(Verdict.DUPLICATE);
        assertThat(SCENE.reasonOf(SCENE.event("e2").usageTime(used).build())).isEqualTo(Reason.USAGE_TIME_TOO_OLD);
    }

    @Test
    void aBackfillLiftsThePastBoundAlone() {
        UsageEvent old = SCENE.event("old")
                .usageTime(Instant.parse("2026-01-02T00:00:00Z"))
                .build();
        UsageEvent ahead = SCENE.event("ahead")
                .usageTime(SCENE.clock().instant().plus(Duration.ofDays(1)))
                .build();

        List<EventResult> results = SCENE.recorder()
                .backfill(List.of(old, ahead))
                .toCompletableFuture()
                .join();

        assertThat(results).extracting(EventResult::verdict).containsExactly(Verdict.RECORDED, Verdict.REJECTED);
    }

    @Test
    void aRejectedIdIsFree() {
        assertThat(SCENE.record(SCENE.event("e1").tokensIn(-1).build()).verdict())
                .isEqualTo(Verdict.REJECTED);

        assertThat(SCENE.record(SCENE.event("e1").tokensIn(1).build()).verdict())
                .isEqualTo(Verdict.RECORDED);
    }

    @Test
    void theFiveHundredAndFirstModelOfAPeriodIsRejected() {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i <= 500; i++) {
            events.add(SCENE.event("e" + i).modelId("m" + i).build());
        }
        events.add(SCENE.event("again").modelId("m0").build());
        events.add(SCENE.event("none").build());

        List<EventResult> results = SCENE.recordAll(events);

        assertThat(results.get(499).verdict()).isEqualTo(Verdict.RECORDED);
        assertThat(results.get(500).rejectionIfAny().orElseThrow().reason()).isEqualTo(Reason.MODELS_TOO_MANY);
        assertThat(results.subList(501, 503)).extracting(EventResult::verdict).containsOnly(Verdict.RECORDED);
        assertThat(SCENE.reasonOf(SCENE.event("other").modelId("one-more").build()))
                .isEqualTo(Reason.MODELS_TOO_MANY);
    }

    @Test
    void aTotalBeyondItsBoundIsRejectedBeforeSqlSeesIt() {
        SCENE.record(SCENE.event("e0").own("images", 1).build());
        SCENE.record(SCENE.event("e1").own("images", 1).build());
        SCENE.core().get(GateLanes.class).forget();
        SCENE.database().jdbcTemplate().update("update meter_totals set quantity = 3999999999999999999");

        assertThat(SCENE.record(SCENE.event("e2").own("images", 1).build()).verdict())
                .isEqualTo(Verdict.RECORDED);
        assertThat(SCENE.reasonOf(SCENE.event("e3").own("images", 1).build())).isEqualTo(Reason.TOTAL_OVERFLOW);
    }

    @Test
    void aCallWithoutEventsOrWithTooManyIsRefused() {
        assertThatThrownBy(() -> SCENE.recorder().record(List.of()))
                .isInstanceOfSatisfying(
                        Rejected.class, thrown -> assertThat(thrown.reason()).isEqualTo(Reason.BATCH_EMPTY));
        assertThatThrownBy(() -> SCENE.recorder()
                        .record(Collections.nCopies(1_001, SCENE.event("e").build())))
                .isInstanceOfSatisfying(
                        Rejected.class, thrown -> assertThat(thrown.reason()).isEqualTo(Reason.BATCH_TOO_LARGE));
        assertThat(SCENE.requestsOf("acme")).isZero();
    }

    @Test
    void whatTheDatabaseRefusesIsSplitDownToTheOffender() {
        SCENE.database().jdbcTemplate().execute("alter table usage_events modify subject varbinary(5) not null");
        try {
            List<UsageEvent> events = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                events.add(SCENE.event("e" + i)
                        .subject(i == 6 ? "too long" : "short")
                        .build());
            }

            List<EventResult> results = SCENE.recordAll(events);

            assertThat(results.get(6).rejectionIfAny().orElseThrow().reason()).isEqualTo(Reason.FIELD_INVALID);
            assertThat(results.stream().filter(result -> result.verdict() == Verdict.RECORDED))
                    .hasSize(9);
            assertThat(SCENE.requestsOf("acme")).isEqualTo(9);
        } finally {
            SCENE.database().jdbcTemplate().execute("alter table usage_events modify subject varbinary(128) not null");
        }
    }

    private static Map<String, String> nineLabels() {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < 9; i++) {
            labels.put("k" + i, "v");
        }
        return labels;
    }
}
