package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestCore;
import dev.tallygate.Together;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.rejection.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random months, recorded by two servers, against what a naive book in memory says of them. */
class RecorderModelTest {

    @RegisterExtension
    static final RecorderScene SCENE = RecorderScene.create();

    private static final List<String> MODELS = List.of("", "known", "strange", "gpt-4o");
    private static final List<String> CUSTOMERS = List.of("acme", "beta");
    private static final Instant FIRST = Instant.parse("2026-02-08T12:00:00Z");
    private static final int MINUTES = 35 * 24 * 60;
    private static final String OTHER_PLAN = """
            plan: by-model
            currency: USD
            spend_cap: {amount: 3.00, kind: soft}
            meters: {seats: latest, peak: max, users: unique, calls: count}
            charges:
              - id: input
                meter: tokens_in_uncached
                per: 1_000
                tiers_by: model
                graduated: {"gpt-4o": [{up_to: 700, price: 0.5}, {price: 0.3}], "*": [{price: 0.1}]}
              - {id: cached, meter: tokens_in_cached, per: 7, price: 0.01}
              - {id: write, meter: tokens_in_cache_write, per: 9, price: 0.01}
              - {id: pictures, meter: images, per: 3, price: 0.02}
              - {id: seats, meter: seats, volume: [{up_to: 9, price: 0.4}, {price: 0.3}]}
              - {id: peak, meter: peak, graduated: [{up_to: 50, price: 0.01}, {price: 0.02}]}
              - {id: users, meter: users, tiers_by: model, price: 0.25}
              - {id: calls, meter: [calls, images], price: 0.03}
            allowances:
              - {id: first, charges: [input, cached, users], quantity: 900, kind: soft}
            """;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("invariants 1, 2, 3, 5: verdicts as the naive book says, rows = totals, Σ cost = U = rated totals")
    void everyVerdictAndEveryFigureIsTheOneOfTheNaiveBook(long seed) {
        changePlanInMarch();
        SplittableRandom random = new SplittableRandom(seed);
        NaiveBook book = new NaiveBook();
        try (TestCore secondServer = TestCore.start(SCENE.database(), SCENE.clock())) {
            List<UsageRecorder> servers = List.of(SCENE.recorder(), secondServer.get(UsageRecorder.class));
            for (int call = 0; call < 30; call++) {
                if (call == 20) {
                    book.februaryIsClosed = closeFebruary();
                }
                List<UsageEvent> events = events(random, book);
                List<EventResult> results = servers.get(random.nextInt(2))
                        .record(events)
                        .toCompletableFuture()
                        .join();
                for (int i = 0; i < events.size(); i++) {
                    assertThat(book.saysOf(results.get(i)))
                            .as("seed %d, call %d, event %d: %s", seed, call, i, events.get(i))
                            .isEqualTo(book.judge(events.get(i)));
                }
            }
        }
        for (String customer : CUSTOMERS) {
            assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf(customer)))
                    .as("seed %d, %s", seed, customer)
                    .isEmpty();
            assertThat(SCENE.requestsOf(customer)).isEqualTo(book.countOf(customer));
        }
    }

    @Test
    @DisplayName("invariant 1: 10,000 events sent 1-5 times, shuffled, through two servers: each counted once")
    void eachEventIsCountedOnceHoweverOftenItIsSent() {
        SplittableRandom random = new SplittableRandom(20_260_315);
        for (int i = 0; i < 40; i++) {
            SCENE.core().subscribe("c" + i, "standard", "2026-01-01T00:00:00Z");
        }
        List<UsageEvent> sendings = sendings(random);
        Map<String, Integer> recorded = new TreeMap<>();
        Map<Verdict, Integer> verdicts = new TreeMap<>();
        try (TestCore secondServer = TestCore.start(SCENE.database(), SCENE.clock())) {
            List<UsageRecorder> servers = List.of(SCENE.recorder(), secondServer.get(UsageRecorder.class));
            List<List<EventResult>> all = Together.run(8, thread -> {
                List<EventResult> results = new ArrayList<>();
                for (int from = thread * 200; from < sendings.size(); from += 8 * 200) {
                    List<UsageEvent> call = sendings.subList(from, Math.min(from + 200, sendings.size()));
                    results.addAll(servers.get(thread % 2)
                            .record(call)
                            .toCompletableFuture()
                            .join());
                }
                return results;
            });
            for (EventResult result : all.stream().flatMap(List::stream).toList()) {
                verdicts.merge(result.verdict(), 1, Integer::sum);
                if (result.verdict() == Verdict.RECORDED) {
                    recorded.merge(result.eventId(), 1, Integer::sum);
                }
            }
        }

        assertThat(recorded).hasSize(10_000);
        assertThat(recorded.values()).containsOnly(1);
        assertThat(verdicts).containsOnlyKeys(Verdict.RECORDED, Verdict.DUPLICATE);
        for (int i = 0; i < 40; i++) {
            assertThat(SCENE.requestsOf("c" + i)).isEqualTo(250);
            assertThat(LedgerAudit.findings(SCENE, SCENE.keyOf("c" + i))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update usage_totals set tokens_in = tokens_in + 1",
                "update usage_events set cost_units = cost_units + 0.000000000001",
                "update customer_ledgers set usage_cost = usage_cost - 0.000000000001 where period_start is not null",
                "update usage_events set period_start = '2026-01-01'",
                "update customer_ledgers set over_unreserved = 1 where period_start is not null",
                "update meter_totals set quantity = quantity - 1",
                "delete from usage_events order by seq limit 1"
            })
    void theAuditFindsABrokenFigure(String breakage) {
        SCENE.record(SCENE.event("e1").tokensIn(2_000).own("images", 3).build());
        SCENE.record(SCENE.event("e2").tokensIn(500).build());
        long acme = SCENE.keyOf("acme");
        assertThat(LedgerAudit.findings(SCENE, acme)).isEmpty();

        SCENE.database().jdbcTemplate().update(breakage);

        assertThat(LedgerAudit.findings(SCENE, acme)).isNotEmpty();
    }

    /** From 10 March on acme is on another plan: March has two windows; beta starts on 12 February. */
    private static void changePlanInMarch() {
        SCENE.core().publish(OTHER_PLAN);
        SCENE.core().subscribe("beta", "by-model", "2026-02-12T00:00:00Z");
        SubscriptionBook book = SCENE.core().get(SubscriptionBook.class);
        Instant change = Instant.parse("2026-03-10T00:00:00Z");
        book.cancel("acme", "sub-acme", change);
        book.create(new SubscriptionRequest("acme", "next", "by-model", change));
    }

    private static boolean closeFebruary() {
        CUSTOMERS.forEach(customer -> SCENE.close(customer, "2026-02-01T00:00:00Z"));
        return true;
    }

    private static List<UsageEvent> events(SplittableRandom random, NaiveBook book) {
        List<UsageEvent> events = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            UsageEvent before = book.anyOf(random);
            events.add(before != null && random.nextInt(4) == 0 ? before : event(random));
        }
        return events;
    }

    /** One of few ids, so that conflicts are frequent. */
    private static UsageEvent event(SplittableRandom random) {
        UsageEvent.Builder event = UsageEvent.builder("e" + random.nextInt(250), CUSTOMERS.get(random.nextInt(2)))
                .usageTime(FIRST.plusSeconds(60L * random.nextInt(MINUTES)))
                .modelId(MODELS.get(random.nextInt(MODELS.size())))
                .tokensIn(random.nextInt(1_500))
                .tokensInCached(random.nextInt(100))
                .tokensInCacheWrite(random.nextInt(100))
                .tokensOut(random.nextInt(400))
                .computeMillis(random.nextInt(90_000));
        if (random.nextInt(3) == 0) {
            event.own("images", random.nextInt(4));
        }
        event.subject("s" + random.nextInt(5));
        for (String meter : List.of("seats", "peak", "users", "calls")) {
            if (random.nextInt(3) == 0) {
                event.own(meter, random.nextInt(80));
            }
        }
        return event.build();
    }

    private static List<UsageEvent> sendings(SplittableRandom random) {
        List<UsageEvent> sendings = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            UsageEvent event = UsageEvent.builder("e" + i, "c" + i % 40)
                    .usageTime(SCENE.clock().instant().minusSeconds(i))
                    .modelId(MODELS.get(i % 4))
                    .tokensIn(i % 97)
                    .computeMillis(i)
                    .build();
            int times = 1 + random.nextInt(5);
            for (int sent = 0; sent < times; sent++) {
                sendings.add(event);
            }
        }
        for (int i = sendings.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            UsageEvent moved = sendings.get(i);
            sendings.set(i, sendings.get(other));
            sendings.set(other, moved);
        }
        return sendings;
    }

    /** What is recorded, kept as simply as can be. */
    private static final class NaiveBook {

        private final Map<String, UsageEvent> recorded = new HashMap<>();
        private final List<UsageEvent> inOrder = new ArrayList<>();
        private boolean februaryIsClosed;

        /** The verdict, and whether it is late or why it is rejected. */
        String judge(UsageEvent event) {
            String name = event.customerId() + "/" + event.eventId();
            Instant time = event.usedAt().orElseThrow();
            UsageEvent before = recorded.get(name);
            if (before != null) {
                return before.equals(event) ? "DUPLICATE" : "CONFLICT";
            }
            if (event.reported().tokens().inCached() + event.reported().tokens().inCacheWrite()
                    > event.reported().tokens().in()) {
                return "REJECTED " + Reason.PART_EXCEEDS_WHOLE;
            }
            if (event.customerId().equals("beta") && time.isBefore(Instant.parse("2026-02-12T00:00:00Z"))) {
                return "REJECTED " + Reason.NO_SUBSCRIPTION;
            }
            recorded.put(name, event);
            inOrder.add(event);
            boolean late = februaryIsClosed && time.isBefore(Instant.parse("2026-03-01T00:00:00Z"));
            return late ? "RECORDED late" : "RECORDED";
        }

        String saysOf(EventResult result) {
            return switch (result.verdict()) {
                case RECORDED -> result.countedIfAny().orElseThrow().late() ? "RECORDED late" : "RECORDED";
                case DUPLICATE, CONFLICT -> result.verdict().name();
                case REJECTED ->
                    "REJECTED " + result.rejectionIfAny().orElseThrow().reason();
            };
        }

        @Nullable
        UsageEvent anyOf(SplittableRandom random) {
            return inOrder.isEmpty() ? null : inOrder.get(random.nextInt(inOrder.size()));
        }

        long countOf(String customerId) {
            Set<String> ids = inOrder.stream()
                    .filter(event -> event.customerId().equals(customerId))
                    .map(UsageEvent::eventId)
                    .collect(Collectors.toSet());
            return ids.size();
        }
    }
}
