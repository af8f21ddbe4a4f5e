package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.rejection.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An amend is a void and usage that takes the voided one's place, both or neither (ledger.md section 7). */
class AmendTest {

    private static final Instant USED = Instant.parse("2026-03-15T12:00:00Z");

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    @Test
    @DisplayName("both rows are written in one group, the void first; totals and U are those of the second alone")
    void theSecondTakesTheVoidedOnesPlace() {
        SCENE.record(SCENE.event("e1").tokensIn(9_000).build());

        List<EventResult> results =
                amend(voiding("v1", "e1"), second("s1", "e1").tokensIn(4_000));

        assertThat(results).extracting(EventResult::verdict).containsOnly(Verdict.RECORDED);
        assertThat(results.get(0).countedIfAny().orElseThrow().cost()).isEqualByComparingTo("-8");
        assertThat(results.get(1).countedIfAny().orElseThrow().cost()).isEqualByComparingTo("3");
        assertThat(SCENE.core().get(UsageReader.class).events(SCENE.keyOf("acme"), 0, 10))
                .extracting(row -> row.kind() + " " + row.event().eventId())
                .containsExactly("USAGE e1", "VOID v1", "USAGE s1");
        assertSound();
    }

    @Test
    void theSameAmendAgainIsADuplicateAndAnotherSecondAConflict() {
        SCENE.record(SCENE.event("e1").tokensIn(9_000).build());
        amend(voiding("v1", "e1"), second("s1", "e1").tokensIn(4_000));

        assertThat(amend(voiding("v1", "e1"), second("s1", "e1").tokensIn(4_000)))
                .extracting(EventResult::verdict)
                .containsOnly(Verdict.DUPLICATE);
        assertThat(amend(voiding("v1", "e1"), second("s1", "e1").tokensIn(5_000)))
                .extracting(EventResult::verdict)
                .containsExactly(Verdict.DUPLICATE, Verdict.CONFLICT);
        assertThat(SCENE.record(second("s1", "e1").tokensIn(4_000).build()).verdict())
                .as("a known id is looked up first")
                .isEqualTo(Verdict.DUPLICATE);
        assertSound();
    }

    @Test
    @DisplayName("if the void is DUPLICATE the second is judged alone")
    void aSecondAfterAKnownVoidIsJudgedAlone() {
        SCENE.record(SCENE.event("e1").tokensIn(9_000).build());
        SCENE.record(voiding("v1", "e1"));

        assertThat(amend(voiding("v1", "e1"), second("s1", "e1").tokensIn(-1)))
                .extracting(EventResult::verdict)
                .containsExactly(Verdict.DUPLICATE, Verdict.REJECTED);
        assertThat(amend(voiding("v1", "e1"), second("s1", "e1").tokensIn(4_000)))
                .extracting(EventResult::verdict)
                .containsExactly(Verdict.DUPLICATE, Verdict.RECORDED);
        assertSound();
    }

    @Test
    @DisplayName("if one is refused the other is REJECTED for the same reason")
    void bothOrNeither() {
        SCENE.record(SCENE.event("e1").tokensIn(9_000).build());
        SCENE.record(SCENE.event("taken").tokensIn(1).build());

        assertRefused(
                Reason.QUANTITY_NEGATIVE,
                voiding("v1", "e1"),
                second("s1", "e1").tokensIn(-1));
        assertRefused(
                Reason.EVENT_UNKNOWN,
                voiding("v1", "absent"),
                second("s1", "absent").tokensIn(1));
        assertRefused(
                Reason.NO_SUBSCRIPTION,
                voiding("v1", "e1"),
                second("s1", "e1").usageTime(Instant.parse("2025-12-31T23:00:00Z")));
        assertRefused(
                Reason.FIELD_INVALID, voiding("v1", "e1"), second("taken", "e1").tokensIn(7));
        assertRefused(
                Reason.FIELD_INVALID, voiding("taken", "e1"), second("s1", "e1").tokensIn(7));
        assertRefused(
                Reason.FIELD_INVALID, voiding("v1", "e1"), second("v1", "e1").tokensIn(7));
        SCENE.record(voiding("v1", "e1"));
        assertRefused(
                Reason.ALREADY_VOIDED, voiding("v2", "e1"), second("s1", "e1").tokensIn(1));
        assertThat(SCENE.requestsOf("acme")).isEqualTo(3);
        assertSound();
    }

    private static void assertRefused(Reason reason, UsageEvent voiding, UsageEvent.Builder second) {
        List<EventResult> results = SCENE.recorder()
                .backfill(List.of(voiding, second.build()))
                .toCompletableFuture()
                .join();
        assertThat(results)
                .as(reason.name())
                .filteredOn(result -> result.verdict() == Verdict.REJECTED)
                .isNotEmpty()
                .allSatisfy(result -> assertThat(
                                result.rejectionIfAny().orElseThrow().reason())
                        .isEqualTo(reason));
        assertThat(results)
                .as(reason.name())
                .extracting(EventResult::verdict)
                .isSubsetOf(Verdict.REJECTED, Verdict.CONFLICT);
    }

    @Test
    @DisplayName("a second without its void before it in the call is REJECTED(FIELD_INVALID)")
    void aSecondNeedsItsVoid() {
        SCENE.record(SCENE.event("e1").tokensIn(9_000).build());
        UsageEvent second = second("s1", "e1").tokensIn(1).build();

        assertThat(SCENE.reasonOf(second)).isEqualTo(Reason.FIELD_INVALID);
        assertThat(SCENE.recordAll(List.of(second, voiding("v1", "e1"))))
                .extracting(EventResult::verdict)
                .containsExactly(Verdict.REJECTED, Verdict.RECORDED);
        assertSound();
    }

    @Test
    @DisplayName("the 35 days bind neither where the second keeps the original's usage_time, else they bind the second")
    void anOldEventIsAmendedAtItsOwnTime() {
        SCENE.record(SCENE.event("e1").tokensIn(9_000).build());
        SCENE.record(SCENE.event("e2").tokensIn(9_000).build());
        SCENE.clock().advance(Duration.ofDays(100));

        assertThat(amend(voiding("v1", "e1"), second("s1", "e1").tokensIn(1)))
                .extracting(EventResult::verdict)
                .containsOnly(Verdict.RECORDED);
        assertThat(amend(
                        voiding("v2", "e2"),
                        second("s2", "e2").usageTime(USED.plusSeconds(1)).tokensIn(1)))
                .extracting(result -> result.rejectionIfAny().orElseThrow().reason())
                .containsOnly(Reason.USAGE_TIME_TOO_OLD);
        assertSound();
    }

    @Test
    void theSecondMayBelongToAnotherPeriod() {
        SCENE.record(SCENE.event("e1").tokensIn(9_000).build());

        List<EventResult> results = amend(
                voiding("v1", "e1"),
                second("s1", "e1")
                        .usageTime(Instant.parse("2026-02-20T00:00:00Z"))
                        .tokensIn(9_000));

        assertThat(results).extracting(EventResult::verdict).containsOnly(Verdict.RECORDED);
        assertThat(SCENE.periodOf("acme", "2026-02-01T00:00:00Z").figures().usageCost())
                .isEqualByComparingTo("8");
        assertThat(SCENE.gateOf("acme").runningPeriod().orElseThrow().figures().usageCost())
                .isEqualByComparingTo("0");
        assertSound();
    }

    @Test
    @DisplayName(
            "several amends of one call, mixed with usage: each void finds the next second that names the same event")
    void aCallMayHaveManyOfThem() {
        SCENE.record(SCENE.event("e1").tokensIn(1_000).build());
        SCENE.record(SCENE.event("e2").tokensIn(1_000).build());

        List<EventResult> results = SCENE.recordAll(List.of(
                voiding("v1", "e1"),
                voiding("v2", "e2"),
                SCENE.event("e3").tokensIn(5).build(),
                second("s2", "e2").tokensIn(2).build(),
                second("s1", "e1").tokensIn(-1).build(),
                second("s1b", "e1").tokensIn(1).build()));

        assertThat(results)
                .extracting(EventResult::verdict)
                .containsExactly(
                        Verdict.REJECTED,
                        Verdict.RECORDED,
                        Verdict.RECORDED,
                        Verdict.RECORDED,
                        Verdict.REJECTED,
                        Verdict.REJECTED);
        assertSound();
    }

    @Test
    @DisplayName("what the database refuses is refused with its void, and its neighbours are recorded")
    void theTwoOfAnAmendAreNeverSplit() {
        SCENE.record(SCENE.event("e1").tokensIn(1_000).build());
        SCENE.database().jdbcTemplate().execute("alter table usage_events modify subject varbinary(5) not null");
        try {
            List<EventResult> results = SCENE.recordAll(List.of(
                    SCENE.event("e2").tokensIn(1).build(),
                    voiding("v1", "e1"),
                    second("s1", "e1").subject("too long").build(),
                    SCENE.event("e3").tokensIn(1).build()));

            assertThat(results)
                    .extracting(EventResult::verdict)
                    .containsExactly(Verdict.RECORDED, Verdict.REJECTED, Verdict.REJECTED, Verdict.RECORDED);
        } finally {
            SCENE.database().jdbcTemplate().execute("alter table usage_events modify subject varbinary(128) not null");
        }
        assertSound();
    }

    private static List<EventResult> amend(UsageEvent voiding, UsageEvent.Builder second) {
        return SCENE.recordAll(List.of(voiding, second.build()));
    }

    private static UsageEvent voiding(String eventId, String corrected) {
        return UsageEvent.builder(eventId, "acme").correctsEventId(corrected).build();
    }

    private static UsageEvent.Builder second(String eventId, String corrected) {
        return UsageEvent.builder(eventId, "acme").usageTime(USED).correctsEventId(corrected);
    }

    private static void assertSound() {
        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("acme"))).isEmpty();
    }
}
