package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.ledger.OverCap.Cause;
import dev.tallygate.ledger.PeriodFigures;
import dev.tallygate.ledger.PeriodLedger;
import dev.tallygate.ledger.RunningPeriod;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecordedPeriodTest {

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    @Test
    void anUnpricedModelIsRecordedAndFlagged() {
        EventResult unpriced = SCENE.record(
                SCENE.event("e1").modelId("strange").computeMillis(1_000).build());
        EventResult priced = SCENE.record(
                SCENE.event("e2").modelId("known").computeMillis(60_000).build());

        assertThat(unpriced.countedIfAny().orElseThrow().unpriced()).isTrue();
        assertThat(unpriced.countedIfAny().orElseThrow().cost()).isEqualByComparingTo("0");
        assertThat(priced.countedIfAny().orElseThrow().unpriced()).isFalse();
        PeriodFigures figures =
                SCENE.gateOf("acme").runningPeriod().orElseThrow().figures();
        assertThat(figures.unpriced()).isEqualTo(1);
        assertThat(figures.unpricedSeq())
                .isEqualTo(SCENE.core()
                        .get(UsageReader.class)
                        .event(SCENE.keyOf("acme"), "e1")
                        .orElseThrow()
                        .seq());
    }

    @Test
    void usageOfALaterPeriodMovesTheRunningOneOutOfTheGate() {
        SCENE.record(SCENE.event("march").tokensIn(1_500).build());
        SCENE.clock().set("2026-04-01T00:10:00Z");
        SCENE.record(SCENE.event("april").tokensIn(1_100).build());
        SCENE.record(SCENE.event("march-again")
                .usageTime(Instant.parse("2026-03-31T23:59:59.999999Z"))
                .tokensIn(1_000)
                .build());

        RunningPeriod running = SCENE.gateOf("acme").runningPeriod().orElseThrow();
        assertThat(running.period().label()).isEqualTo("2026-04");
        assertThat(running.figures().usageCost()).isEqualByComparingTo("0.1");
        PeriodLedger march = SCENE.periodOf("acme", "2026-03-01T00:00:00Z");
        assertThat(march.figures().usageCost()).isEqualByComparingTo("1.5");
        assertThat(march.isClosed()).isFalse();
        assertThat(SCENE.gateOf("acme").usageTimeMax()).isEqualTo(Instant.parse("2026-04-01T00:10:00Z"));
    }

    @Test
    void usageOfAnEarlierPeriodLeavesTheRunningOneInTheGate() {
        SCENE.record(SCENE.event("march").tokensIn(1_500).build());
        SCENE.record(SCENE.event("february")
                .usageTime(Instant.parse("2026-02-20T00:00:00Z"))
                .tokensIn(3_000)
                .build());

        assertThat(SCENE.gateOf("acme").runningPeriod().orElseThrow().period().label())
                .isEqualTo("2026-03");
        assertThat(SCENE.periodOf("acme", "2026-02-01T00:00:00Z").figures().usageCost())
                .isEqualByComparingTo("2");
    }

    @Test
    void usageOfAClosedPeriodIsLateAndStaysInItsPeriod() {
        SCENE.record(SCENE.event("february")
                .usageTime(Instant.parse("2026-02-20T00:00:00Z"))
                .tokensIn(1_500)
                .build());
        SCENE.close("acme", "2026-02-01T00:00:00Z");

        EventResult late = SCENE.record(SCENE.event("late")
                .usageTime(Instant.parse("2026-02-21T00:00:00Z"))
                .tokensIn(500)
                .build());

        assertThat(late.countedIfAny().orElseThrow().late()).isTrue();
        assertThat(late.countedIfAny().orElseThrow().cost()).isEqualByComparingTo("0.5");
        PeriodLedger february = SCENE.periodOf("acme", "2026-02-01T00:00:00Z");
        assertThat(february.isClosed()).isTrue();
        assertThat(february.figures().usageCost()).isEqualByComparingTo("1");
        assertThat(february.figures().lastSeq())
                .as("news for the next bill")
                .isGreaterThan(february.closing().invoicedSeq());
        assertThat(SCENE.gateOf("acme").runningPeriod())
                .as("a closed period never runs again")
                .isEmpty();
    }

    @Test
    void usageAfterTheCloseOfTheRunningPeriodStartsTheNext() {
        SCENE.record(SCENE.event("march").tokensIn(1_500).build());
        SCENE.close("acme", "2026-03-01T00:00:00Z");
        SCENE.record(SCENE.event("february")
                .usageTime(Instant.parse("2026-02-20T00:00:00Z"))
                .build());
        SCENE.clock().set("2026-04-02T00:00:00Z");
        SCENE.record(SCENE.event("april").tokensIn(1_500).build());

        assertThat(SCENE.gateOf("acme").runningPeriod().orElseThrow().period().label())
                .isEqualTo("2026-04");
        assertThat(SCENE.periodOf("acme", "2026-02-01T00:00:00Z").isClosed()).isFalse();
    }

    @Test
    @DisplayName("invariant 11: each threshold is written once, in the transaction that crossed it")
    void oneEventThatCrossesTwoThresholdsWritesBoth() {
        SCENE.record(SCENE.event("e1").tokensIn(8_999).build());
        assertThat(SCENE.notifications()).isEmpty();
        SCENE.record(SCENE.event("e2").tokensIn(1).build());
        assertThat(SCENE.notifications()).containsExactly("cap 80 8.000000000000");
        SCENE.record(SCENE.event("e3").tokensIn(5_000).build());

        assertThat(SCENE.notifications()).containsExactly("cap 80 8.000000000000", "cap 100 13.000000000000");
    }

    @Test
    void aPeriodThatIsOverWarnsNobody() {
        Instant march = SCENE.clock().instant();
        SCENE.clock().set("2026-04-01T00:00:00Z");
        SCENE.record(SCENE.event("e1").usageTime(march).tokensIn(50_000).build());

        assertThat(SCENE.notifications()).isEmpty();
    }

    @Test
    void usageAboveTheCapIsRecordedAndCountedAsUnreserved() {
        SCENE.record(SCENE.event("e1").tokensIn(9_000).build());
        SCENE.record(SCENE.event("e2").tokensIn(5_000).build());

        PeriodFigures figures =
                SCENE.gateOf("acme").runningPeriod().orElseThrow().figures();
        assertThat(figures.usageCost()).isEqualByComparingTo("13");
        assertThat(figures.overCap().of(Cause.UNRESERVED)).isEqualByComparingTo("3");
        assertThat(figures.overCap().latestCause()).contains(Cause.UNRESERVED);
    }

    @Test
    void anotherPlanInTheSamePeriodBringsItsOwnCapAndCountsTheExcessAsPlanChanged() {
        SCENE.core()
                .publish(RecorderScene.PLAN
                        .replace("plan: standard", "plan: small")
                        .replace("amount: 10.00", "amount: 2.00"));
        SubscriptionBook book = SCENE.core().get(SubscriptionBook.class);
        SCENE.record(SCENE.event("e1").tokensIn(5_000).build());
        book.cancel("acme", "sub-acme", Instant.parse("2026-03-16T00:00:00Z"));
        book.create(new SubscriptionRequest("acme", "next", "small", Instant.parse("2026-03-16T00:00:00Z")));
        SCENE.clock().set("2026-03-16T01:00:00Z");
        SCENE.record(SCENE.event("e2").tokensIn(1_000).build());

        PeriodFigures figures =
                SCENE.gateOf("acme").runningPeriod().orElseThrow().figures();
        assertThat(figures.usageCost()).as("no second free tier").isEqualByComparingTo("5");
        assertThat(figures.overCap().of(Cause.PLAN_CHANGED)).isEqualByComparingTo("2");
        assertThat(figures.overCap().of(Cause.UNRESERVED)).isEqualByComparingTo("1");
        assertThat(SCENE.notifications()).containsExactly("cap 80 5.000000000000", "cap 100 5.000000000000");
    }
}
