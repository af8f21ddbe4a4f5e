package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tallygate.CutCommits;
import dev.tallygate.CutCommits.NextCommit;
import dev.tallygate.TestCore;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.ledger.OverCap.Cause;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.rejection.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A void is a new row that takes all of an event away, in its window, once (ledger.md section 7). */
class VoidTest {

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    @Test
    @DisplayName(
            "a void is a row of negative quantities in the original's window, period and time; its cost is U after - before")
    void aVoidTakesAllOfAnEventAway() {
        SCENE.record(SCENE.whole("e0").build());
        EventResult recorded = SCENE.record(SCENE.whole("e1").tokensIn(2_000).build());
        Instant used = SCENE.clock().instant();
        SCENE.clock().advance(Duration.ofDays(3));

        EventResult voided = SCENE.record(voiding("v1", "e1"));

        RecordedEvent row = row("v1");
        RecordedEvent original = row("e1");
        assertThat(voided.verdict()).isEqualTo(Verdict.RECORDED);
        assertThat(voided.countedIfAny().orElseThrow().cost())
                .isEqualByComparingTo(
                        recorded.countedIfAny().orElseThrow().cost().negate());
        assertThat(row.kind()).isEqualTo(RecordedEvent.Kind.VOID);
        assertThat(row.quantities()).isEqualTo(original.quantities().negated());
        assertThat(row.placement()).isEqualTo(original.placement());
        assertThat(row.event().usedAt()).contains(used);
        assertThat(row.event().identity().correctsEventId()).isEqualTo("e1");
        assertThat(row.event().subject()).isEqualTo(original.event().subject());
        assertThat(row.event().context().reservationId()).isEmpty();
        assertSound();
    }

    @Test
    @DisplayName(
            "the cost is U(after) - U(before), not the original's cost negated: a free event's void makes a later one free")
    void theCostIsADifferenceOfU() {
        assertThat(costOf(SCENE.event("e1").tokensIn(1_000).build())).isEqualByComparingTo("0");
        assertThat(costOf(SCENE.event("e2").tokensIn(1_000).build())).isEqualByComparingTo("1");

        assertThat(costOf(voiding("v1", "e1"))).isEqualByComparingTo("-1");
        assertThat(costOf(voiding("v2", "e2"))).isEqualByComparingTo("0");
        assertSound();
    }

    private static BigDecimal costOf(UsageEvent event) {
        return SCENE.record(event).countedIfAny().orElseThrow().cost();
    }

    @Test
    void voidingTwiceIsRejected() {
        SCENE.record(SCENE.event("e1").tokensIn(10).build());
        SCENE.record(voiding("v1", "e1"));

        EventResult second = SCENE.record(voiding("v2", "e1"));

        assertThat(second.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(second.rejectionIfAny().orElseThrow().reason()).isEqualTo(Reason.ALREADY_VOIDED);
        assertThat(second.rejectionIfAny().orElseThrow().field()).isEqualTo("corrects_event_id");
        assertThat(SCENE.requestsOf("acme")).isEqualTo(2);
        assertSound();
    }

    @Test
    @DisplayName("an unknown id, another customer's, and that of a VOID row are EVENT_UNKNOWN")
    void whatIsNotRecordedUsageIsUnknown() {
        SCENE.core().subscribe("other", "standard", "2026-01-01T00:00:00Z");
        SCENE.record(SCENE.event("e1").tokensIn(10).build());
        SCENE.record(voiding("v1", "e1"));

        assertThat(SCENE.reasonOf(voiding("v2", "nothing"))).isEqualTo(Reason.EVENT_UNKNOWN);
        assertThat(SCENE.reasonOf(voidingOf("other", "v2", "e1"))).isEqualTo(Reason.EVENT_UNKNOWN);
        assertThat(SCENE.reasonOf(voiding("v2", "v1"))).isEqualTo(Reason.EVENT_UNKNOWN);
        assertThat(SCENE.reasonOf(voidingOf("nobody", "v2", "e1"))).isEqualTo(Reason.CUSTOMER_UNKNOWN);
        assertThat(SCENE.requestsOf("acme")).isEqualTo(2);
    }

    @Test
    @DisplayName("only kind and corrected id are compared: the same void again is DUPLICATE, another CONFLICT")
    void theSameVoidAgainIsADuplicate() {
        SCENE.record(SCENE.event("e1").tokensIn(10).build());
        SCENE.record(SCENE.event("e2").tokensIn(10).build());
        EventResult first = SCENE.record(voiding("v1", "e1"));

        EventResult again = SCENE.record(voiding("v1", "e1"));

        assertThat(again.verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(again.countedIfAny()).isEqualTo(first.countedIfAny());
        assertThat(SCENE.record(voiding("v1", "e2")).verdict()).isEqualTo(Verdict.CONFLICT);
        assertThat(SCENE.record(SCENE.event("v1").tokensIn(10).build()).verdict())
                .isEqualTo(Verdict.CONFLICT);
        assertThat(SCENE.record(voiding("e2", "e1")).verdict()).isEqualTo(Verdict.CONFLICT);
        assertSound();
    }

    @Test
    void aVoidedIdSentAgainIsADuplicate() {
        UsageEvent event = SCENE.event("e1").tokensIn(10).build();
        SCENE.record(event);
        SCENE.record(voiding("v1", "e1"));

        assertThat(SCENE.record(event).verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(SCENE.requestsOf("acme")).isEqualTo(2);
    }

    @Test
    @DisplayName("the 35 days do not bind a void")
    void aVoidMayBeOfAnyAge() {
        SCENE.record(SCENE.event("e1").tokensIn(5_000).build());
        SCENE.clock().advance(Duration.ofDays(300));

        assertThat(SCENE.record(voiding("v1", "e1")).verdict()).isEqualTo(Verdict.RECORDED);
        assertSound();
    }

    @ParameterizedTest
    @MethodSource("withMore")
    @DisplayName("a void carries event_id, customer_id and corrects_event_id only")
    void aVoidCarriesNothingElse(String field, UsageEvent.Builder more) {
        SCENE.record(SCENE.event("e1").tokensIn(10).build());

        EventResult result =
                SCENE.record(more.usageTime(null).correctsEventId("e1").build());

        assertThat(result.rejectionIfAny().orElseThrow().reason()).isEqualTo(Reason.FIELD_INVALID);
        assertThat(result.rejectionIfAny().orElseThrow().field()).isEqualTo(field);
        assertThat(SCENE.requestsOf("acme")).isEqualTo(1);
    }

    static Stream<Arguments> withMore() {
        return Stream.of(
                arguments("model_id", SCENE.event("v1").modelId("known")),
                arguments("subject", SCENE.event("v1").subject("s")),
                arguments("model_provider", SCENE.event("v1").modelProvider("openai")),
                arguments("reservation_id", SCENE.event("v1").reservationId("r1")),
                arguments("tokens_in", SCENE.event("v1").tokensIn(1)),
                arguments("compute_millis", SCENE.event("v1").computeMillis(1)),
                arguments("quantities.images", SCENE.event("v1").own("images", 1)),
                arguments("labels", SCENE.event("v1").label("team", "x")),
                arguments("latency_millis", SCENE.event("v1").latencyMillis(1L)),
                arguments("estimated", SCENE.event("v1").estimated(true)));
    }

    @Test
    void whatCorrectsHasToBeAnId() {
        assertThat(SCENE.reasonOf(voiding("v1", "no id"))).isEqualTo(Reason.FIELD_INVALID);
        assertThat(SCENE.reasonOf(voiding("v 1", "e1"))).isEqualTo(Reason.EVENT_ID_INVALID);
    }

    @Test
    @DisplayName(
            "section 6: what a void takes off the excess is CORRECTED, and so is what it adds; the causes sum to max(0, U - cap)")
    void overCapFollows() {
        SCENE.record(SCENE.event("e1").tokensIn(8_000).build());
        SCENE.record(SCENE.event("e2").tokensIn(6_000).build());
        assertThat(figures().overCap().of(Cause.UNRESERVED)).isEqualByComparingTo("3");

        SCENE.record(voiding("v1", "e2"));

        assertThat(figures().usageCost()).isEqualByComparingTo("7");
        assertThat(figures().overCap().of(Cause.CORRECTED)).isEqualByComparingTo("-3");
        assertThat(figures().overCap().latestCause()).contains(Cause.CORRECTED);
        assertSound();
    }

    @Test
    @DisplayName("unpriced follows the totals: voided it is gone, and what a void takes away parks nothing")
    void unpricedIsCleared() {
        SCENE.record(SCENE.event("e1").modelId("unheard-of").computeMillis(5).build());
        long unpricedSeq = figures().unpricedSeq();
        assertThat(figures().unpriced()).isEqualTo(1);

        EventResult voided = SCENE.record(voiding("v1", "e1"));

        assertThat(figures().unpriced()).isZero();
        assertThat(figures().unpricedSeq()).isEqualTo(unpricedSeq);
        assertThat(voided.countedIfAny().orElseThrow().unpriced()).isFalse();
        assertSound();
    }

    @Test
    @DisplayName("a void does not move usage_time_max, and a threshold that was crossed once warns once")
    void timesAndThresholds() {
        SCENE.record(SCENE.event("e1").tokensIn(9_000).build());
        SCENE.clock().advance(Duration.ofHours(1));
        SCENE.record(SCENE.event("e2").tokensIn(1).build());
        Instant newest = SCENE.clock().instant();
        SCENE.clock().advance(Duration.ofHours(1));

        SCENE.record(voiding("v1", "e2"));
        SCENE.record(voiding("v2", "e1"));
        SCENE.record(SCENE.event("e3").usageTime(newest).tokensIn(9_000).build());

        assertThat(figures().usageTimeMax()).isEqualTo(newest);
        assertThat(SCENE.gateOf("acme").usageTimeMax()).isEqualTo(newest);
        assertThat(SCENE.notifications()).hasSize(1);
        assertSound();
    }

    @Test
    @DisplayName("a void of a closed period is late, and its figures stand in billing_periods")
    void aVoidAfterTheCloseIsLate() {
        SCENE.record(SCENE.event("e1").tokensIn(3_000).build());
        SCENE.close("acme", "2026-03-01T00:00:00Z");
        SCENE.clock().set("2026-04-02T00:00:00Z");
        SCENE.record(SCENE.event("april").tokensIn(1).build());

        EventResult voided = SCENE.record(voiding("v1", "e1"));

        assertThat(voided.countedIfAny().orElseThrow().late()).isTrue();
        assertThat(voided.countedIfAny().orElseThrow().periodStart()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(SCENE.periodOf("acme", "2026-03-01T00:00:00Z").figures().usageCost())
                .isEqualByComparingTo(BigDecimal.ZERO);
        assertSound();
    }

    @Test
    void aClosedCustomersEventCanStillBeVoided() {
        SCENE.record(SCENE.event("e1").tokensIn(3_000).build());
        SCENE.core().get(CustomerRegistry.class).changeStatus("acme", CustomerStatus.CLOSED);

        assertThat(SCENE.record(voiding("v1", "e1")).verdict()).isEqualTo(Verdict.RECORDED);
        assertSound();
    }

    @Test
    void anEventAndItsVoidMayComeInOneCall() {
        List<EventResult> results = SCENE.recordAll(List.of(
                SCENE.event("e1").tokensIn(3_000).build(),
                voiding("v1", "e1"),
                voiding("v2", "e1"),
                voiding("v3", "e2")));

        assertThat(results)
                .extracting(EventResult::verdict)
                .containsExactly(Verdict.RECORDED, Verdict.RECORDED, Verdict.REJECTED, Verdict.REJECTED);
        assertSound();
    }

    @Test
    @DisplayName("two servers on one database void the same event: exactly one succeeds")
    void oneOfTwoServersVoids() {
        try (TestCore second = TestCore.start(SCENE.database(), SCENE.clock())) {
            UsageRecorder there = second.get(UsageRecorder.class);
            for (int i = 0; i < 20; i++) {
                SCENE.record(SCENE.event("e" + i).tokensIn(100).build());
                there.record(List.of(SCENE.event("there" + i).build()))
                        .toCompletableFuture()
                        .join();
                List<CompletableFuture<List<EventResult>>> both = new ArrayList<>();
                both.add(SCENE.recorder()
                        .record(List.of(voiding("here-v" + i, "e" + i)))
                        .toCompletableFuture());
                both.add(there.record(List.of(voiding("there-v" + i, "e" + i))).toCompletableFuture());

                List<EventResult> results =
                        both.stream().map(answer -> answer.join().getFirst()).toList();

                assertThat(results)
                        .extracting(EventResult::verdict)
                        .containsExactlyInAnyOrder(Verdict.RECORDED, Verdict.REJECTED);
            }
        }
        assertThat(SCENE.requestsOf("acme")).isEqualTo(60);
        assertSound();
    }

    @Test
    @DisplayName(
            "invariant 1: a void whose commit is cut after it took effect is DUPLICATE, cut before it RECORDED; counted once")
    void aCutCommitIsCountedOnce() {
        SCENE.record(SCENE.event("e1").tokensIn(3_000).build());
        SCENE.record(SCENE.event("e2").tokensIn(3_000).build());
        try (TestCore behind = TestCore.start(SCENE.database(), SCENE.clock(), CutCommits.class)) {
            UsageRecorder recorder = behind.get(UsageRecorder.class);
            verdictBy(recorder, SCENE.event("warm").tokensIn(1).build());
            CutCommits.next(NextCommit.CUT_AFTER);
            assertThat(verdictBy(recorder, voiding("v1", "e1"))).isEqualTo(Verdict.DUPLICATE);
            CutCommits.next(NextCommit.CUT_BEFORE);
            assertThat(verdictBy(recorder, voiding("v2", "e2"))).isEqualTo(Verdict.RECORDED);
        }
        assertThat(SCENE.requestsOf("acme")).isEqualTo(5);
        assertSound();
    }

    private static Verdict verdictBy(UsageRecorder recorder, UsageEvent event) {
        return recorder.record(List.of(event))
                .toCompletableFuture()
                .join()
                .getFirst()
                .verdict();
    }

    private static UsageEvent voiding(String eventId, String corrected) {
        return voidingOf("acme", eventId, corrected);
    }

    private static UsageEvent voidingOf(String customerId, String eventId, String corrected) {
        return UsageEvent.builder(eventId, customerId)
                .correctsEventId(corrected)
                .build();
    }

    private static RecordedEvent row(String eventId) {
        return SCENE.core()
                .get(UsageReader.class)
                .event(SCENE.keyOf("acme"), eventId)
                .orElseThrow();
    }

    private static PeriodFigures figures() {
        return SCENE.gateOf("acme").runningPeriod().orElseThrow().figures();
    }

    private static void assertSound() {
        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("acme"))).isEmpty();
    }
}
