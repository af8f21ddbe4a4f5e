package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.rejection.Reason;
import dev.tallygate.reservation.ReservationOutcome;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsageRecorderTest {

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    @Test
    void aSoundEventIsRecordedWithItsCost() {
        EventResult result = SCENE.record(SCENE.event("e1").tokensIn(1_500).build());

        assertThat(result.verdict()).isEqualTo(Verdict.RECORDED);
        assertThat(result.countedIfAny()).hasValueSatisfying(counted -> {
            assertThat(counted.cost()).isEqualByComparingTo("0.5");
            assertThat(counted.periodStart()).isEqualTo("2026-03-01T00:00:00Z");
            assertThat(counted.currency().getCurrencyCode()).isEqualTo("USD");
            assertThat(counted.late()).isFalse();
            assertThat(counted.unpriced()).isFalse();
        });
    }

    @Test
    @DisplayName("invariant 1: the same event again is a duplicate and is counted once")
    void retryOfTheSameEventIsADuplicate() {
        EventResult first = SCENE.record(SCENE.event("e1").tokensIn(1_500).build());
        EventResult again = SCENE.record(SCENE.event("e1").tokensIn(1_500).build());

        assertThat(again.verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(again.countedIfAny()).isEqualTo(first.countedIfAny());
        assertThat(SCENE.requestsOf("acme")).isEqualTo(1);
    }

    @Test
    void theSameIdTwiceInOneCallIsRecordedOnce() {
        List<EventResult> results = SCENE.recordAll(List.of(
                SCENE.event("e1").tokensIn(1).build(),
                SCENE.event("e1").tokensIn(1).build(),
                SCENE.event("e1").tokensIn(2).build()));

        assertThat(results)
                .extracting(EventResult::verdict)
                .containsExactly(Verdict.RECORDED, Verdict.DUPLICATE, Verdict.CONFLICT);
        assertThat(SCENE.requestsOf("acme")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("otherContents")
    void otherContentUnderAKnownIdIsAConflict(UnaryOperator<UsageEvent.Builder> change) {
        SCENE.record(SCENE.whole("e1").build());

        assertThat(SCENE.record(change.apply(SCENE.whole("e1")).build()).verdict())
                .isEqualTo(Verdict.CONFLICT);
    }

    static List<Named<UnaryOperator<UsageEvent.Builder>>> otherContents() {
        return List.of(
                Named.of("model", event -> event.modelId("other")),
                Named.of(
                        "time by a microsecond",
                        event -> event.usageTime(SCENE.clock().instant().plusNanos(1_000))),
                Named.of("time absent", event -> event.usageTime(null)),
                Named.of("tokens", event -> event.tokensOut(1)),
                Named.of("own meter", event -> event.own("images", 2)),
                Named.of("own meter of illegal name and zero", event -> event.own("no good", 0)),
                Named.of("subject", event -> event.subject("somebody else")),
                Named.of("corrected event", event -> event.correctsEventId("e0")),
                Named.of("invalid quantity", event -> event.computeMillis(-1)));
    }

    @Test
    void whatIsKeptButNotCountedIsNotCompared() {
        SCENE.record(SCENE.whole("e1").build());

        EventResult again = SCENE.record(SCENE.whole("e1")
                .label("team", "other")
                .latencyMillis(77L)
                .reservationId("r2")
                .modelProvider("other")
                .estimated(true)
                .own("absent", 0)
                .usageTime(SCENE.clock().instant().plusNanos(999))
                .build());

        assertThat(again.verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void theSameIdUnderAnotherCustomerIsAnotherEvent() {
        SCENE.core().subscribe("other", "standard", "2026-01-01T00:00:00Z");

        List<EventResult> results = SCENE.recordAll(List.of(
                SCENE.event("e1").build(),
                UsageEvent.builder("e1", "other")
                        .usageTime(SCENE.clock().instant())
                        .build()));

        assertThat(results).extracting(EventResult::verdict).containsOnly(Verdict.RECORDED);
    }

    @Test
    void aSuspendedCustomersUsageIsRecorded() {
        SCENE.core().get(CustomerRegistry.class).changeStatus("acme", CustomerStatus.SUSPENDED);

        assertThat(SCENE.record(SCENE.event("e1").build()).verdict()).isEqualTo(Verdict.RECORDED);
    }

    @Test
    void aReservationIsStoredAndAnsweredUnknown() {
        EventResult result = SCENE.record(SCENE.event("e1").reservationId("r1").build());

        assertThat(result.reservationOutcomeIfAny()).contains(ReservationOutcome.UNKNOWN);
        assertThat(SCENE.core()
                        .get(UsageReader.class)
                        .event(SCENE.keyOf("acme"), "e1")
                        .orElseThrow()
                        .event()
                        .context()
                        .reservationId())
                .isEqualTo("r1");
    }

    @Test
    void whatWasSentIsReadBack() {
        UsageEvent sent = SCENE.whole("e1").build();
        SCENE.record(sent);

        RecordedEvent read = SCENE.core()
                .get(UsageReader.class)
                .event(SCENE.keyOf("acme"), "e1")
                .orElseThrow();

        assertThat(read.event())
                .usingRecursiveComparison()
                .ignoringFields("identity.customerId")
                .isEqualTo(sent);
        assertThat(SCENE.core().get(UsageReader.class).events(SCENE.keyOf("acme"), 0, 10))
                .containsExactly(read);
        assertThat(SCENE.core().get(UsageReader.class).events(SCENE.keyOf("acme"), read.seq(), 10))
                .isEmpty();
    }

    @Test
    void aCallWhoseDeadlineHasPassedIsNotWritten() {
        UsageEvent event = SCENE.event("late").tokensIn(1).build();

        CompletionStage<List<EventResult>> answer =
                SCENE.recorder().record(List.of(event), SCENE.clock().instant().minusNanos(1));

        assertThat(answer.toCompletableFuture())
                .failsWithin(1, TimeUnit.MINUTES)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining(Reason.DEADLINE_PASSED.sentence());
        assertThat(SCENE.requestsOf("acme")).isZero();
    }

    @Test
    void aCallOverAllLanesIsAnsweredInItsOrder() {
        for (int i = 0; i < 12; i++) {
            SCENE.core().subscribe("c" + i, "standard", "2026-01-01T00:00:00Z");
        }
        List<UsageEvent> events = IntStream.range(0, 120)
                .mapToObj(i -> UsageEvent.builder("e" + i, "c" + i % 13)
                        .usageTime(SCENE.clock().instant())
                        .tokensIn(i)
                        .build())
                .toList();

        List<EventResult> results = SCENE.recordAll(events);

        assertThat(results)
                .extracting(EventResult::eventId)
                .isEqualTo(events.stream().map(UsageEvent::eventId).toList());
        for (int i = 0; i < events.size(); i++) {
            Verdict expected = i % 13 == 12 ? Verdict.REJECTED : Verdict.RECORDED;
            assertThat(results.get(i).verdict()).as("event %d", i).isEqualTo(expected);
        }
    }
}
