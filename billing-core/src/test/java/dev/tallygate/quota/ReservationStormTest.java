package dev.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestCore;
import dev.tallygate.Together;
import dev.tallygate.reservation.ReservationOutcome;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many callers at one cap, over two servers on one database. */
class ReservationStormTest {

    @RegisterExtension
    static final ReservationScene SCENE = ReservationScene.create();

    private static final String MARCH = "2026-03-01T00:00:00Z";
    private static final int CALLERS = 240;
    private static final int LIVES = Boolean.getBoolean("tallygate.full") ? 10_000 : 1_500;
    private static final String WIDE = """
            plan: wide
            currency: USD
            spend_cap: {amount: 60.00, kind: hard}
            charges:
              - {id: input, meter: tokens_in, price: 1.00}
            """;

    @Test
    @DisplayName(
            "invariant 4: 240 callers over two servers at a cap of 60: 60 are granted, all of it is used, nothing over")
    void grantsEqualTheCapAndNothingPassesIt() {
        SCENE.core().publish(WIDE);
        SCENE.core().subscribe("wide", "wide", "2026-01-01T00:00:00Z");
        try (TestCore second = TestCore.start(SCENE.database(), SCENE.clock())) {
            List<TestCore> servers = List.of(SCENE.core(), second);

            List<Boolean> granted = Together.run(CALLERS, caller -> useOne(servers.get(caller % 2), caller));

            assertThat(granted).filteredOn(was -> was).hasSize(60);
            assertThat(SCENE.figures("wide", MARCH).usageCost()).isEqualByComparingTo("60");
            assertThat(SCENE.overCap("wide", MARCH)).isEmpty();
            assertThat(SCENE.gateOf("wide").holds().isNone()).isTrue();
        }
    }

    private static boolean useOne(TestCore server, int caller) {
        String id = "r" + caller;
        boolean granted = reserve(server, "wide", id, 1).granted();
        if (granted) {
            UsageEvent event = UsageEvent.builder("e" + caller, "wide")
                    .usageTime(SCENE.clock().instant())
                    .tokensIn(1)
                    .reservationId(id)
                    .build();
            EventResult result =
                    join(server.get(UsageRecorder.class).record(List.of(event))).getFirst();
            assertThat(result.reservationOutcomeIfAny()).contains(ReservationOutcome.COMMITTED);
        }
        return granted;
    }

    @Test
    @DisplayName(
            "a third dropped, a third released late, a third committed with other amounts: held is 0 at the end, nothing"
                    + " is over the cap but what was above its hold, and nobody is refused without cause")
    void everyHoldComesBack() {
        SCENE.core().publish(WIDE.replace("60.00", "1000000.00"));
        SCENE.core().subscribe("wide", "wide", "2026-01-01T00:00:00Z");
        try (TestCore second = TestCore.start(SCENE.database(), SCENE.clock())) {
            List<TestCore> servers = List.of(SCENE.core(), second);

            List<Long> used = Together.run(24, thread -> live(thread, servers));
            SCENE.clock().advance(Duration.ofMinutes(6));
            SCENE.check("wide", "m", Map.of("tokens_in", 1L));
            reserve(second, "wide", "last", 1);
            second.get(QuotaReserver.class)
                    .release("wide", "last", Instant.MAX)
                    .toCompletableFuture()
                    .join();

            assertThat(SCENE.heldTokensIn("wide", MARCH)).isZero();
            assertThat(SCENE.gateOf("wide").holds().isNone()).isTrue();
            assertThat(SCENE.figures("wide", MARCH).usageCost())
                    .isEqualByComparingTo(String.valueOf(
                            used.stream().mapToLong(Long::longValue).sum()));
        }
    }

    /** One caller's share of the lives; answers what it used. */
    private static long live(int thread, List<TestCore> servers) {
        SplittableRandom random = new SplittableRandom(thread);
        long used = 0;
        for (int i = thread; i < LIVES; i += 24) {
            TestCore server = servers.get(random.nextInt(2));
            TestCore other = servers.get(random.nextInt(2));
            String id = "r" + i;
            long asked = 1L + random.nextInt(100);
            assertThat(reserve(server, "wide", id, asked).granted()).as(id).isTrue();
            if (i % 3 == 1) {
                join(other.get(QuotaReserver.class).release("wide", id, Instant.MAX));
            } else if (i % 3 == 2) {
                long amount = random.nextInt(150);
                UsageEvent event = UsageEvent.builder("e" + i, "wide")
                        .usageTime(SCENE.clock().instant())
                        .tokensIn(amount)
                        .reservationId(id)
                        .build();
                EventResult result = join(other.get(UsageRecorder.class).record(List.of(event)))
                        .getFirst();
                assertThat(result.reservationOutcomeIfAny())
                        .contains(amount > asked ? ReservationOutcome.ABOVE_HOLD : ReservationOutcome.COMMITTED);
                used += amount;
            }
        }
        return used;
    }

    @Test
    @DisplayName("negative control: callers that check and then record overshoot, and the count of causes shows it")
    void plainChecksOvershootAndAreCaught() {
        List<Boolean> allowed = Together.run(
                40,
                caller -> SCENE.check("acme", "paid", Map.of("tokens_in", 1L)).allowed());
        List<UsageEvent> events = new ArrayList<>();
        IntStream.range(0, allowed.size())
                .filter(allowed::get)
                .forEach(caller -> events.add(SCENE.event("e" + caller, "", 1).build()));
        join(SCENE.core().get(UsageRecorder.class).record(events));

        assertThat(SCENE.figures(MARCH).usageCost()).isEqualByComparingTo("40");
        assertThat(SCENE.overCap(MARCH)).isEqualTo("UNRESERVED=30");
    }

    private static ReserveAnswer reserve(TestCore server, String customerId, String id, long tokensIn) {
        var request = new ReserveRequest(customerId, id, "", new TreeMap<>(Map.of("tokens_in", tokensIn)), null);
        return join(server.get(QuotaReserver.class).reserve(request, Instant.MAX));
    }

    private static <T> T join(CompletionStage<T> answer) {
        return answer.toCompletableFuture().join();
    }
}
