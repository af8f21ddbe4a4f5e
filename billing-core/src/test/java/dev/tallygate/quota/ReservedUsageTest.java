package dev.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.reservation.ReservationOutcome;
import dev.tallygate.reservation.ReservationState;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What usage is to the reservation that it names, and why cost passed the cap. Cap 10, 1 a unit. */
class ReservedUsageTest {

    @RegisterExtension
    static final ReservationScene SCENE = ReservationScene.create();

    private static final String MARCH = "2026-03-01T00:00:00Z";
    private static final String APRIL = "2026-04-01T00:00:00Z";

    @ParameterizedTest
    @CsvSource(textBlock = """
            # what befell r1 (6 held), unreserved before, used under r1, outcome, over the cap by cause
            nothing,    0, 6,  COMMITTED,
            nothing,    0, 1,  COMMITTED,
            nothing,    8, 6,  COMMITTED,         UNRESERVED=4
            nothing,    8, 0,  COMMITTED,
            nothing,    8, 2,  COMMITTED,
            nothing,   11, 6,  COMMITTED,         UNRESERVED=7
            nothing,    0, 11, ABOVE_HOLD,        ABOVE_HOLD=1
            nothing,    8, 7,  ABOVE_HOLD,        ABOVE_HOLD=5
            nothing,   11, 7,  ABOVE_HOLD,        UNRESERVED=1 ABOVE_HOLD=7
            committed,  4, 6,  ALREADY_COMMITTED, UNRESERVED=3
            released,   8, 6,  RELEASED,          UNRESERVED=4
            expired,    8, 6,  EXPIRED,           AFTER_EXPIRY=4
            expired,   11, 6,  EXPIRED,           UNRESERVED=1 AFTER_EXPIRY=6
            other-id,   8, 6,  UNKNOWN,           UNRESERVED=4
            other-model,8, 1,  OUTSIDE_HOLD,
            other-model,8, 6,  OUTSIDE_HOLD,      OUTSIDE_HOLD=4
            twin-model, 8, 6,  COMMITTED,         UNRESERVED=4
            new-plan,   5, 6,  COMMITTED,         PLAN_CHANGED=5
            """)
    @DisplayName(
            "cap 10, 6 held, 8 recorded unreserved, then 6 within the hold: U = 14, and the 4 are UNRESERVED; its kin")
    void theOutcomeAndTheCauseAreThoseOfTheTable(
            String befell, long before, long used, ReservationOutcome outcome, @Nullable String overCap) {
        SCENE.reserve("acme", "r1", befell.equals("other-model") ? "gratis" : "paid", Map.of("tokens_in", 6L), null);
        if (before > 0) {
            SCENE.use("e1", "", before);
        }
        befall(befell);
        var event = SCENE.event("e2", befell.equals("other-id") ? "r9" : "r1", used);
        event.modelId(befell.equals("twin-model") ? "paid-2" : "paid");

        EventResult result = SCENE.record(event);

        assertThat(result.reservationOutcomeIfAny()).contains(outcome);
        assertThat(SCENE.overCap(MARCH)).isEqualTo(overCap == null ? "" : overCap);
        if (!befell.equals("other-id")) {
            assertThat(SCENE.heldTokensIn(MARCH)).isZero();
        }
    }

    private static void befall(String what) {
        switch (what) {
            case "committed" -> SCENE.use("e0", "r1", 3);
            case "released" -> assertThat(SCENE.release("r1")).isEqualTo(ReservationState.RELEASED);
            case "expired" -> SCENE.clock().advance(Duration.ofMinutes(5));
            case "new-plan" -> changePlan();
            default -> {}
        }
    }

    /** From now on a unit costs 2, and the cap is 12. */
    private static void changePlan() {
        Instant now = SCENE.clock().instant();
        SubscriptionBook subscriptions = SCENE.core().get(SubscriptionBook.class);
        subscriptions.cancel("acme", "sub-acme", now.plus(Duration.ofMinutes(1)));
        subscriptions.create(new SubscriptionRequest("acme", "sub-2", "dearer", now.plus(Duration.ofMinutes(1))));
        SCENE.clock().advance(Duration.ofMinutes(2));
    }

    @Test
    void theFirstEventThatNamesAReservationCommitsIt() {
        SCENE.reserve("r1", 6);

        assertThat(SCENE.use("e1", "r1", 2).reservationOutcomeIfAny()).contains(ReservationOutcome.COMMITTED);
        assertThat(SCENE.heldTokensIn(MARCH)).isZero();
        assertThat(SCENE.use("e2", "r1", 2).reservationOutcomeIfAny()).contains(ReservationOutcome.ALREADY_COMMITTED);
        assertThat(SCENE.release("r1")).isEqualTo(ReservationState.COMMITTED);
    }

    @Test
    void aDuplicateOrRefusedEventCommitsNothing() {
        SCENE.reserve("r1", 6);
        SCENE.use("e1", "", 2);

        EventResult duplicate = SCENE.use("e1", "r1", 2);
        EventResult conflict = SCENE.use("e1", "r1", 3);
        EventResult refused = SCENE.use("e2", "r1", -1);

        assertThat(duplicate.verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(duplicate.reservationOutcomeIfAny()).isEmpty();
        assertThat(conflict.verdict()).isEqualTo(Verdict.CONFLICT);
        assertThat(refused.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(SCENE.heldTokensIn(MARCH)).isEqualTo(6);
    }

    @Test
    void usageOfAnotherCustomerDoesNotFindTheReservation() {
        SCENE.core().subscribe("beta", "capped", "2026-01-01T00:00:00Z");
        SCENE.reserve("r1", 6);
        var event = UsageEvent.builder("e1", "beta")
                .usageTime(SCENE.clock().instant())
                .reservationId("r1");

        assertThat(SCENE.record(event).reservationOutcomeIfAny()).contains(ReservationOutcome.UNKNOWN);
        assertThat(SCENE.heldTokensIn(MARCH)).isEqualTo(6);
    }

    @Test
    void whatIsOverdueExpiresWithTheNextRecordingAlsoWhereItCountsNothing() {
        SCENE.use("e1", "", 1);
        SCENE.reserve("r1", 6);
        SCENE.clock().advance(Duration.ofMinutes(5));
        long seqBefore = SCENE.gateOf("acme").nextSeq();

        EventResult refused = SCENE.use("e2", "", -1);

        assertThat(refused.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(SCENE.gateOf("acme").holds().isNone()).isTrue();
        assertThat(SCENE.gateOf("acme").nextSeq()).isEqualTo(seqBefore + 1);
        assertThat(SCENE.heldTokensIn(MARCH)).isZero();
        assertThat(SCENE.release("r1")).isEqualTo(ReservationState.EXPIRED);
    }

    @Test
    void aLivingHoldStaysWhileOthersExpire() {
        SCENE.reserve("r1", 6);
        SCENE.clock().advance(Duration.ofMinutes(4));
        SCENE.reserve("r2", 3);
        SCENE.clock().advance(Duration.ofMinutes(1));

        SCENE.use("e1", "", 1);

        assertThat(SCENE.heldTokensIn(MARCH)).isEqualTo(3);
        assertThat(SCENE.gateOf("acme").holds().count()).isEqualTo(1);
        assertThat(SCENE.use("e2", "r2", 3).reservationOutcomeIfAny()).contains(ReservationOutcome.COMMITTED);
    }

    @Test
    @DisplayName(
            "reserved at 23:59:59 of March, committed at 00:00:03 of April: the hold returns from both, April's usage")
    void aRequestOverMidnightKeepsItsHold() {
        SCENE.clock().set("2026-03-31T23:59:59Z");
        SCENE.use("e1", "", 4);
        assertThat(SCENE.reserve("r1", 6).granted()).isTrue();
        assertThat(SCENE.heldTokensIn(MARCH)).isEqualTo(6);
        assertThat(SCENE.heldTokensIn(APRIL)).isEqualTo(6);
        SCENE.clock().set("2026-04-01T00:00:03Z");

        EventResult result = SCENE.use("e2", "r1", 6);

        assertThat(result.reservationOutcomeIfAny()).contains(ReservationOutcome.COMMITTED);
        assertThat(result.countedIfAny().orElseThrow().periodStart()).isEqualTo(APRIL);
        assertThat(SCENE.heldTokensIn(MARCH)).isZero();
        assertThat(SCENE.heldTokensIn(APRIL)).isZero();
        assertThat(SCENE.figures(MARCH).usageCost()).isEqualByComparingTo("4");
        assertThat(SCENE.figures(APRIL).usageCost()).isEqualByComparingTo("6");
        assertThat(SCENE.overCap(MARCH) + SCENE.overCap(APRIL)).isEmpty();
    }

    @Test
    @DisplayName(
            "W10: reserved in April for a request that started in March with 1 left of March's cap: used in March it is"
                    + " OUTSIDE_HOLD and counted so")
    void aHoldOfAprilDoesNotCoverMarch() {
        SCENE.clock().set("2026-03-31T23:59:58Z");
        SCENE.use("e1", "", 9);
        SCENE.clock().set(APRIL);

        assertThat(SCENE.reserve("r1", 5).granted()).isTrue();
        EventResult result = SCENE.record(SCENE.event("e2", "r1", 5).usageTime(Instant.parse("2026-03-31T23:59:59Z")));

        assertThat(result.reservationOutcomeIfAny()).contains(ReservationOutcome.OUTSIDE_HOLD);
        assertThat(SCENE.figures(MARCH).usageCost()).isEqualByComparingTo("14");
        assertThat(SCENE.overCap(MARCH)).isEqualTo("OUTSIDE_HOLD=4");
        assertThat(SCENE.heldTokensIn(APRIL)).isZero();
    }

    @Test
    void theCloseOfAPeriodIgnoresItsHolds() {
        SCENE.clock().set("2026-03-31T23:59:59Z");
        SCENE.use("e1", "", 4);
        SCENE.reserve("r1", 6);
        SCENE.clock().set("2026-04-01T00:00:03Z");
        SCENE.closeRunningPeriod();

        EventResult late = SCENE.record(SCENE.event("e2", "r1", 6).usageTime(Instant.parse("2026-03-31T23:59:59Z")));

        assertThat(late.reservationOutcomeIfAny()).contains(ReservationOutcome.COMMITTED);
        assertThat(late.countedIfAny().orElseThrow().late()).isTrue();
        assertThat(SCENE.heldTokensIn(MARCH) + SCENE.heldTokensIn(APRIL)).isZero();
        assertThat(SCENE.overCap(MARCH)).isEmpty();
    }

    @Test
    void underASoftCapReservedUsageIsCountedAsUnreserved() {
        SCENE.core().subscribe("soft", "warned", "2026-01-01T00:00:00Z");
        ReserveAnswer granted = SCENE.reserve("soft", "r1", "paid", Map.of("tokens_in", 12L), null);
        var event = UsageEvent.builder("e1", "soft")
                .usageTime(SCENE.clock().instant())
                .modelId("paid")
                .tokensIn(12)
                .reservationId("r1");

        assertThat(granted.granted()).isTrue();
        assertThat(SCENE.record(event).reservationOutcomeIfAny()).contains(ReservationOutcome.COMMITTED);
        assertThat(SCENE.overCap("soft", MARCH)).isEqualTo("UNRESERVED=2");
    }
}
