package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.CutProxy;
import dev.tallygate.CutProxy.Cut;
import dev.tallygate.TestCore;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is recorded from memory in one trip, while others record too and while the wire is cut. */
class OneTripTest {

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    private static CutProxy wire;

    private TestCore core;

    @BeforeAll
    static void layWire() {
        wire = CutProxy.to(SCENE.database().url());
    }

    @AfterAll
    static void takeWireAway() {
        wire.close();
    }

    @BeforeEach
    void startServer() {
        core = TestCore.start(SCENE.database(), SCENE.clock(), Map.of("tallygate.db.url", wire.url()));
        record("first");
    }

    @AfterEach
    void stopServer() {
        core.close();
    }

    @Test
    void whatIsRememberedIsRecordedInOneTripEach() {
        int before = wire.oneTrips();
        for (int i = 0; i < 10; i++) {
            assertThat(record("e" + i)).isEqualTo(Verdict.RECORDED);
        }
        assertThat(wire.oneTrips() - before).isEqualTo(10);
        assertSound(11);
    }

    @Test
    @DisplayName("invariant 1: the wire is cut between the commit and its answer: the retry is DUPLICATE, counted once")
    void anAnswerThatIsLostIsCountedOnce() {
        wire.cutNext(Cut.AFTER_COMMIT);
        assertThat(record("e1")).isEqualTo(Verdict.DUPLICATE);
        assertSound(2);
        assertThat(record("e1")).isEqualTo(Verdict.DUPLICATE);
        assertThat(record("e2")).isEqualTo(Verdict.RECORDED);
        assertSound(3);
    }

    @Test
    @DisplayName("invariant 1: the wire is cut before the commit: the retry is RECORDED, counted once")
    void aCommitThatDidNotArriveIsCountedOnce() {
        wire.cutNext(Cut.BEFORE_COMMIT);
        assertThat(record("e1")).isEqualTo(Verdict.RECORDED);
        assertSound(2);
        assertThat(record("e1")).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    @DisplayName("invariants 2 and 3: a server whose memory is stale writes nothing from it")
    void staleMemoryIsNotBelieved() {
        for (int i = 0; i < 20; i++) {
            record("here" + i);
            SCENE.record(SCENE.event("there" + i).tokensIn(3_000).build());
        }
        assertSound(41);
        assertThat(SCENE.gateOf("acme").runningPeriod().orElseThrow().figures().usageCost())
                .isEqualByComparingTo(new BigDecimal("80"));
    }

    @Test
    @DisplayName("a close by another server, which writes no event, is seen: what comes after it is late")
    void aCloseByAnotherServerIsSeen() {
        assertThat(record("before")).isEqualTo(Verdict.RECORDED);
        SCENE.close("acme", "2026-03-01T00:00:00Z");
        EventResult after =
                RecorderScene.record(core, SCENE.event("after").tokensIn(1_000).build());
        assertThat(after.countedIfAny().orElseThrow().late()).isTrue();
        assertThat(SCENE.gateOf("acme").runningPeriod()).isEmpty();
    }

    @Test
    void anIdThatIsKnownIsADuplicateAndTheNextAreLookedUp() {
        assertThat(record("e1")).isEqualTo(Verdict.RECORDED);
        assertThat(record("e1")).isEqualTo(Verdict.DUPLICATE);
        int before = wire.oneTrips();
        assertThat(record("first")).isEqualTo(Verdict.DUPLICATE);
        assertThat(record("e2")).isEqualTo(Verdict.RECORDED);
        assertThat(wire.oneTrips()).isEqualTo(before);
        assertSound(3);
    }

    @Test
    void oneCallMayNameAnIdTwice() {
        UsageEvent event = SCENE.event("twice").tokensIn(1_000).build();
        UsageEvent other = SCENE.event("twice").tokensIn(7).build();
        List<EventResult> results = core.get(UsageRecorder.class)
                .record(List.of(event, event, other))
                .toCompletableFuture()
                .join();
        assertThat(results)
                .extracting(EventResult::verdict)
                .containsExactly(Verdict.RECORDED, Verdict.DUPLICATE, Verdict.CONFLICT);
        assertSound(2);
    }

    @Test
    void aNewPeriodAndAnOldOneGoTheLongWay() {
        SCENE.clock().set("2026-04-02T00:00:00Z");
        assertThat(record("april")).isEqualTo(Verdict.RECORDED);
        assertThat(record("april2")).isEqualTo(Verdict.RECORDED);
        UsageEvent late = SCENE.event("march")
                .usageTime(SCENE.clock().instant().minusSeconds(10 * 86_400))
                .build();
        assertThat(RecorderScene.record(core, late).verdict()).isEqualTo(Verdict.RECORDED);
        assertThat(record("april3")).isEqualTo(Verdict.RECORDED);
        assertSound(5);
    }

    private Verdict record(String eventId) {
        return RecorderScene.record(core, SCENE.event(eventId).tokensIn(1_000).build())
                .verdict();
    }

    private static void assertSound(int rows) {
        assertThat(SCENE.requestsOf("acme")).isEqualTo(rows);
        assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("acme"))).isEmpty();
    }
}
