package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestCore;
import dev.tallygate.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UsageRecorderTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final SettableClock CLOCK = SettableClock.at("2026-03-15T12:00:00Z");
    private static final String PLAN = """
            plan: standard
            name: Standard
            currency: USD
            spend_cap: {amount: 10.00, kind: hard}
            alerts: [80, 100]
            charges:
              - id: tokens
                meter: [tokens_in, tokens_out]
                per: 1_000
                graduated:
                  - {up_to: 1_000, price: 0}
                  - {price: 1.00}
              - {id: gpu, meter: compute_millis, per: 60_000, price: {"known": 0.02}}
            """;

    private static TestCore core;
    private static UsageRecorder recorder;

    @BeforeAll
    static void startCore() {
        core = TestCore.start(DATABASE, CLOCK);
        recorder = core.get(UsageRecorder.class);
    }

    @AfterAll
    static void stopCore() {
        core.close();
    }

    @BeforeEach
    void aCustomerOnThePlan() {
        DATABASE.clear();
        CLOCK.set("2026-03-15T12:00:00Z");
        core.publish(PLAN);
        core.subscribe("acme", "standard", "2026-01-01T00:00:00Z");
    }

    @Test
    void aSoundEventIsRecordedWithItsCost() {
        EventResult result = record(event("e1").tokensIn(1_500).build());

        assertThat(result.verdict()).isEqualTo(Verdict.RECORDED);
        assertThat(result.countedIfAny()).hasValueSatisfying(counted -> {
            assertThat(counted.cost()).isEqualByComparingTo("0.5");
            assertThat(counted.periodStart()).isEqualTo("2026-03-01T00:00:00Z");
            assertThat(counted.currency().getCurrencyCode()).isEqualTo("USD");
            assertThat(counted.late()).isFalse();
            assertThat(counted.unpriced()).isFalse();
        });
    }

    private static UsageEvent.Builder event(String eventId) {
        return UsageEvent.builder(eventId, "acme").usageTime(CLOCK.instant());
    }

    private static EventResult record(UsageEvent event) {
        return recordAll(List.of(event)).getFirst();
    }

    private static List<EventResult> recordAll(List<UsageEvent> events) {
        return recorder.record(events).toCompletableFuture().join();
    }
}
