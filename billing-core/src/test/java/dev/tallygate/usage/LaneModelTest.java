package dev.tallygate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.database.Lane;
import dev.tallygate.database.Lanes;
import dev.tallygate.quota.LaneReserver;
import dev.tallygate.quota.QuotaReserver;
import dev.tallygate.quota.ReserveAnswer;
import dev.tallygate.quota.ReserveRequest;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.reservation.Reservation;
import dev.tallygate.reservation.ReservationOutcome;
import dev.tallygate.reservation.ReservationState;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.Sending.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Random lives of lanes and reservations together, over rows in memory that fail at seeded places: what the callers are told,
 * and what is written, is what a plain book says that takes one call after the other.
 */
class LaneModelTest {

    private static final int SEEDS = Boolean.getBoolean("tallygate.full") ? 10_000 : 250;
    private static final int WAVES = 4;
    /** Events of a call that is large enough for the next group to be judged while it is on its trip. */
    private static final int LARGE = 100;

    /** Of a wave that has such calls, where they stand first. */
    private static final int LARGE_CALLS = 3;

    private static final int CAP = 60;
    private static final String START = "2026-03-15T12:00:00Z";
    private static final BillingPeriod MARCH = BillingPeriod.monthContaining(Instant.parse(START));
    /** The first two wait in one lane. */
    private static final List<String> CUSTOMERS = List.of("c0", "c4", "c1");

    private static final Lane.Bounds BOUNDS = new Lane.Bounds(150, 160, 1 << 20);
    private static final UsageSettings SETTINGS = new UsageSettings(Duration.ofDays(35), Duration.ofMinutes(5), 200);
    private static final PlanVersion PLAN =
            new PlanVersion(1, 1, PlanParser.parse("""
                    plan: simple
                    currency: USD
                    spend_cap: {amount: 60.00, kind: hard}
                    charges:
                      - {id: input, meter: tokens_in, price: 1.00}
                    """).getFirst().plan());

    /** How often each thing happened, so that a test in which one never does fails. */
    private static final Map<String, Integer> SEEN = new TreeMap<>();

    @Test
    @DisplayName("invariants 1, 2, 4: each call is answered once and as the plain book says, and nothing stays held")
    void everyCallIsAnsweredAsThePlainBookSays() {
        SEEN.clear();
        assertThat(Lanes.laneOf("c0")).isEqualTo(Lanes.laneOf("c4")).isNotEqualTo(Lanes.laneOf("c1"));

        for (long seed = 0; seed < SEEDS; seed++) {
            new Life(seed).live();
        }

        assertThat(SEEN.keySet())
                .as("%s", SEEN)
                .contains(
                        "RECORDED",
                        "DUPLICATE",
                        "DUPLICATE of what was not heard of",
                        "CONFLICT",
                        "REJECTED",
                        "granted",
                        "denied",
                        "committed",
                        "committed above its hold",
                        "released",
                        "expired",
                        "QUEUE_FULL",
                        "DEADLINE_PASSED");
    }

    private static void seen(String what) {
        SEEN.merge(what, 1, Integer::sum);
    }

    /** A call, and what was answered. */
    private sealed interface Asked {
        CompletableFuture<?> answer();

        record Events(String customerId, List<UsageEvent> events, Once<List<EventResult>> answer) implements Asked {}

        record Reserve(String customerId, ReserveRequest request, CompletableFuture<ReserveAnswer> answer)
                implements Asked {}

        record Release(String customerId, String reservationId, CompletableFuture<Optional<Reservation>> answer)
                implements Asked {}
    }

    /** Counts how often it is completed. */
    private static final class Once<T> extends CompletableFuture<T> {
        private final AtomicInteger times = new AtomicInteger();

        @Override
        public boolean complete(T value) {
            times.incrementAndGet();
            return super.complete(value);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            times.incrementAndGet();
            return super.completeExceptionally(failure);
        }
    }

    /** One run of the lanes. */
    private static final class Life {
        private final long seed;
        private final SplittableRandom random;
        private final SettableClock clock = SettableClock.at(START);
        private final MemoryRows rows;
        private final GateLanes lanes;
        private final QuotaReserver reserver;
        private final Map<String, PlainBook> books = new TreeMap<>();
        private final List<UsageEvent> sent = new ArrayList<>();
        private final List<Once<?>> answers = new ArrayList<>();
        private int numbers;

        Life(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.rows = new MemoryRows(CUSTOMERS, PLAN, MARCH, random.split(), 15 * random.nextInt(4));
            this.lanes = new GateLanes(
                    BOUNDS, () -> new LaneWorker(new OneTripWay(rows), new LockedWay(rows), SETTINGS, clock));
            this.reserver = LaneReserver.of(lanes);
            CUSTOMERS.forEach(customerId -> books.put(customerId, new PlainBook(CAP)));
        }

        void live() {
            for (int wave = 0; wave < WAVES; wave++) {
                clock.advance(Duration.ofMillis(500 + 1_000L * random.nextInt(120)));
                books.values().stream()
                        .filter(book -> book.expire(clock.instant()))
                        .forEach(book -> seen("expired"));
                List<Asked> asked = ask(wave == WAVES - 1);
                asked.forEach(call -> await(call.answer()));
                asked.forEach(this::judge);
                rows.door.lock();
                try {
                    CUSTOMERS.forEach(this::compare);
                } finally {
                    rows.door.unlock();
                }
            }
            lanes.close();
            assertThat(answers).as("seed %d", seed).allMatch(answer -> answer.times.get() == 1);
            clock.advance(Reservation.TTL_MAX);
            CUSTOMERS.forEach(this::nothingStaysHeld);
        }

        /** Everything of a wave waits at the door together; the last one is cut short by the lanes' end. */
        private List<Asked> ask(boolean last) {
            List<Asked> asked = new ArrayList<>();
            int large = random.nextInt(8) == 0 ? LARGE_CALLS : 0;
            int calls = 1 + random.nextInt(10);
            rows.door.lock();
            try {
                rows.forgetUnheard();
                for (int call = 0; call < calls; call++) {
                    String customerId = CUSTOMERS.get(random.nextInt(CUSTOMERS.size()));
                    asked.add(
                            switch (random.nextInt(6)) {
                                case 0, 1 -> reserve(customerId);
                                case 2 -> release(customerId);
                                default -> record(customerId, call < large ? LARGE : 1 + random.nextInt(3));
                            });
                }
            } finally {
                rows.door.unlock();
            }
            if (last && random.nextBoolean()) {
                lanes.close();
                assertThat(asked)
                        .as("seed %d", seed)
                        .allMatch(call -> call.answer().isDone());
            }
            return asked;
        }

        private Asked record(String customerId, int count) {
            List<UsageEvent> events = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                events.add(event(customerId, count));
            }
            Instant until = random.nextInt(12) == 0 ? clock.instant().minusSeconds(1) : Instant.MAX;
            Once<List<EventResult>> answer = new Once<>();
            answers.add(answer);
            Sending sending = new Sending(events, Sender.CALLER, until, answer);
            if (!lanes.offer(customerId, sending)) {
                sending.fail(Rejected.of(Reason.QUEUE_FULL, Reason.QUEUE_FULL.sentence()));
            }
            return new Asked.Events(customerId, events, answer);
        }

        /** Something new, or what was sent before, as it was or changed, or what cannot be stored. */
        private UsageEvent event(String customerId, int ofSoMany) {
            int kind = random.nextInt(40);
            boolean unstorable = kind == 39 && random.nextInt(ofSoMany) < 3;
            UsageEvent before = sent.isEmpty() ? null : sent.get(random.nextInt(sent.size()));
            if (before != null && before.customerId().equals(customerId) && kind < 14) {
                return kind < 8 ? before : event(customerId, before.eventId(), 4 + random.nextInt(5), "");
            }
            String id = (unstorable ? MemoryRows.UNSTORABLE : "e") + numbers++;
            List<String> held = List.copyOf(bookOf(customerId).held.keySet());
            String reservationId = held.isEmpty() || random.nextInt(3) > 0 ? "" : held.get(random.nextInt(held.size()));
            UsageEvent event = event(customerId, id, random.nextInt(4), reservationId);
            sent.add(event);
            return event;
        }

        private UsageEvent event(String customerId, String id, long tokens, String reservationId) {
            return UsageEvent.builder(id, customerId)
                    .usageTime(Instant.parse(START))
                    .modelId("m")
                    .tokensIn(tokens)
                    .reservationId(reservationId)
                    .build();
        }

        private Asked reserve(String customerId) {
            TreeMap<String, Long> most = new TreeMap<>(Map.of("tokens_in", 1L + random.nextInt(25)));
            ReserveRequest request = new ReserveRequest(
                    customerId, "r" + numbers++, "m", most, Duration.ofSeconds(30 + random.nextInt(600)));
            return new Asked.Reserve(
                    customerId, request, reserver.reserve(request, Instant.MAX).toCompletableFuture());
        }

        private Asked release(String customerId) {
            List<String> held = List.copyOf(bookOf(customerId).held.keySet());
            String id = held.isEmpty() ? "none" : held.get(random.nextInt(held.size()));
            return new Asked.Release(
                    customerId,
                    id,
                    reserver.release(customerId, id, Instant.MAX).toCompletableFuture());
        }

        private PlainBook bookOf(String customerId) {
            return books.computeIfAbsent(customerId, id -> new PlainBook(CAP));
        }

        private void await(CompletableFuture<?> answer) {
            try {
                answer.get(1, TimeUnit.MINUTES);
            } catch (ExecutionException failed) {
                assertThat(failed.getCause()).as("seed %d", seed).isInstanceOf(Rejected.class);
            } catch (TimeoutException none) {
                throw new AssertionError("seed " + seed + ": a call without an answer", none);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new AssertionError(ended);
            }
        }

        /** Calls are judged in the order in which they were offered; one that was not taken changes nothing. */
        private void judge(Asked asked) {
            if (asked.answer().isCompletedExceptionally()) {
                seen(((Rejected) asked.answer().exceptionNow()).reason().name());
                return;
            }
            switch (asked) {
                case Asked.Events call -> {
                    List<EventResult> results = call.answer().join();
                    for (int i = 0; i < call.events().size(); i++) {
                        judge(call.events().get(i), results.get(i));
                    }
                }
                case Asked.Reserve call -> judge(call, call.answer().join());
                case Asked.Release call -> judge(call, call.answer().join());
            }
        }

        private void judge(UsageEvent event, EventResult result) {
            PlainBook book = bookOf(event.customerId());
            String expected = book.record(event);
            String verdict = result.verdict().name();
            String reservationId = event.context().reservationId();
            if (expected.equals("RECORDED") && verdict.equals("DUPLICATE")) {
                assertThat(rows.isCommittedUnheard(event.customerId(), event.eventId()))
                        .as("seed %d, %s", seed, event)
                        .isTrue();
                seen("DUPLICATE of what was not heard of");
                book.held.remove(reservationId);
                return;
            }
            assertThat(verdict).as("seed %d, %s", seed, event).isEqualTo(expected);
            seen(verdict);
            PlainBook.Held held = expected.equals("RECORDED") ? book.held.remove(reservationId) : null;
            if (held != null) {
                boolean within = event.reported().tokens().in() <= held.tokens();
                assertThat(result.reservationOutcome())
                        .as("seed %d, %s", seed, event)
                        .isEqualTo(within ? ReservationOutcome.COMMITTED : ReservationOutcome.ABOVE_HOLD);
                seen(within ? "committed" : "committed above its hold");
            }
        }

        /**
         * What is judged twice in a wave, since its first commit was not heard of, may find room the second time that it had not the
         * first time: then it was denied, which holds nothing, and granted.
         */
        private void judge(Asked.Reserve call, ReserveAnswer answer) {
            PlainBook book = bookOf(call.customerId());
            long tokens = call.request().quantities().getOrDefault("tokens_in", 0L);
            if (!answer.granted() || !rows.wasUnheard(call.customerId())) {
                assertThat(answer.granted())
                        .as("seed %d, %s", seed, call.request())
                        .isEqualTo(book.fits(tokens));
            }
            seen(answer.granted() ? "granted" : "denied");
            answer.reservationIfAny()
                    .filter(reservation -> answer.granted())
                    .ifPresent(reservation -> book.held.put(
                            reservation.reservationId(), new PlainBook.Held(tokens, reservation.expiryTime())));
        }

        private void judge(Asked.Release call, Optional<Reservation> answer) {
            if (bookOf(call.customerId()).held.remove(call.reservationId()) != null) {
                assertThat(answer.map(Reservation::state))
                        .as("seed %d, %s", seed, call.reservationId())
                        .contains(ReservationState.RELEASED);
                seen("released");
            }
        }

        /** The rows are the book's, in the order of the calls, each once. */
        private void compare(String customerId) {
            MemoryRows.Stored stored = rows.of(customerId);
            PlainBook book = bookOf(customerId);
            assertThat(stored.events().stream().map(row -> row.event().eventId()))
                    .as("seed %d, %s", seed, customerId)
                    .containsExactlyElementsOf(book.events.keySet());
            assertThat(stored.events().stream().map(RecordedEvent::seq))
                    .as("seed %d, %s", seed, customerId)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(stored.tokensIn()).as("seed %d, %s", seed, customerId).isEqualTo(book.used());
            assertThat(stored.cost())
                    .as("seed %d, %s", seed, customerId)
                    .isEqualByComparingTo(Long.toString(book.used()));
            assertThat(stored.holds().living().stream()
                            .filter(reservation -> !reservation.isOverdue(clock.instant()))
                            .map(Reservation::reservationId))
                    .as("seed %d, %s", seed, customerId)
                    .containsExactlyInAnyOrderElementsOf(book.held.keySet());
            assertThat(stored.holds().findings())
                    .as("seed %d, %s", seed, customerId)
                    .isEmpty();
        }

        private void nothingStaysHeld(String customerId) {
            var stored = rows.of(customerId).holds();
            stored.save(stored.open(clock.instant()));
            assertThat(stored.living()).as("seed %d, %s", seed, customerId).isEmpty();
            assertThat(stored.findings()).as("seed %d, %s", seed, customerId).isEmpty();
        }
    }
}
