package dev.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.catalog.Plan;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.RatingWindow;
import dev.tallygate.meter.Quantities;
import dev.tallygate.party.Buyer;
import dev.tallygate.rating.PeriodUsage;
import dev.tallygate.rating.RatedAlike;
import dev.tallygate.rating.Rater;
import dev.tallygate.rating.RunningCost;
import dev.tallygate.rating.WindowUsage;
import dev.tallygate.reservation.CustomerHolds;
import dev.tallygate.reservation.HoldUse;
import dev.tallygate.reservation.Landing;
import dev.tallygate.reservation.MemoryHolds;
import dev.tallygate.reservation.Reservation;
import dev.tallygate.reservation.Reservation.Content;
import dev.tallygate.reservation.ReservationOutcome;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.SubscribedPeriod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Random lives of one customer's reservations in memory: grants, commits, releases, drops and expiry over a midnight. */
class ReservationModelTest {

    private static final int SEEDS = Boolean.getBoolean("tallygate.full") ? 10_000 : 2_000;
    private static final int STEPS = 24;
    private static final long CUSTOMER = 7;
    private static final Instant START = Instant.parse("2026-03-31T23:40:00Z");
    private static final Customer ACME = new Customer(
            CUSTOMER,
            new CustomerProfile("acme", "", "", Currency.getInstance("USD"), "stripe"),
            Buyer.NONE,
            CustomerStatus.ACTIVE,
            null,
            START,
            START);
    private static final List<String> MODELS = List.of("paid", "paid-2", "gratis");
    private static final List<PlanVersion> PLANS = plans("""
            plan: simple
            currency: USD
            spend_cap: {amount: 40.00, kind: hard}
            charges:
              - {id: input, meter: tokens_in, price: {"paid*": 1.00, "gratis": 0}}
            ---
            plan: tiered
            currency: USD
            spend_cap: {amount: 30.00, kind: hard}
            charges:
              - id: tokens
                meter: [tokens_in, tokens_out]
                graduated: [{up_to: 10, price: 0}, {up_to: 30, price: 2}, {price: 0.5}]
            ---
            plan: shared
            currency: USD
            spend_cap: {amount: 30.00, kind: hard}
            charges:
              - {id: input, meter: tokens_in_uncached, tiers_by: model, price: {"paid": 1.00, "paid-2": 3.00, "*": 0}}
              - {id: cached, meter: tokens_in_cached, price: 0.25}
              - {id: write, meter: tokens_in_cache_write, price: 1.25}
              - {id: output, meter: tokens_out, price: 2.00}
            allowances:
              - {id: some, charges: [input, output], quantity: 12, kind: soft}
            ---
            plan: included
            currency: USD
            charges:
              - {id: tokens, meter: [tokens_in, tokens_out], price: 0}
            allowances:
              - {id: fifty, charges: [tokens], quantity: 50, kind: hard}
            """);

    private static List<PlanVersion> plans(String yaml) {
        long[] id = {0};
        return PlanParser.parse(yaml).stream()
                .map(definition -> new PlanVersion(++id[0], 1, definition.plan()))
                .toList();
    }

    @Test
    @DisplayName(
            "invariant 4: reserved usage within its holds never passes a limit, and nobody is refused without cause")
    void randomLivesKeepEveryPromise() {
        int granted = 0;
        int denied = 0;
        int committed = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Life life = new Life(seed);
            for (int step = 0; step < STEPS; step++) {
                life.step(step);
                life.check(step);
            }
            life.end();
            granted += life.granted;
            denied += life.denied;
            committed += life.committed;
        }
        assertThat(List.of(granted > SEEDS, denied > SEEDS, committed > SEEDS))
                .as("granted %d, denied %d, committed %d", granted, denied, committed)
                .containsOnly(true);
    }

    @Test
    @DisplayName("negative control: two asks that are judged without the gate are both granted, and the books show it")
    void withoutTheGateTheCapIsPassedAndTheBooksShowIt() {
        PlanVersion simple = PLANS.getFirst();
        BillingPeriod march = BillingPeriod.monthContaining(START);
        RatingWindow window = new RatingWindow(
                march.start(),
                march.end(),
                simple.planVersionId(),
                simple.plan().currency());
        PeriodUsage unused = new PeriodUsage(march, List.of(new WindowUsage(march.start(), simple, new TreeMap<>())));
        MemoryHolds rows = new MemoryHolds(CUSTOMER);
        List<CustomerHolds> pictures = List.of(rows.open(START), rows.open(START));

        for (CustomerHolds holds : pictures) {
            Content content = new Content(
                    "r" + pictures.indexOf(holds),
                    "paid",
                    new TreeMap<>(Map.of("tokens_in", 30L)),
                    Duration.ofMinutes(1));
            TreeMap<Instant, SubscribedPeriod> periods =
                    new TreeMap<>(Map.of(march.start(), SubscribedPeriod.of(List.of(window), unused)));
            assertThat(new CustomerReserving(CUSTOMER, ACME.status(), Debt.NONE, holds, periods, START)
                            .reserve(content)
                            .granted())
                    .isTrue();
        }
        pictures.forEach(rows::save);

        assertThat(rows.findings()).hasSize(2);
    }

    /** One customer on one plan; all usage is reserved and within its hold. */
    private static final class Life {

        private final long seed;
        private final SplittableRandom random;
        private final PlanVersion version;
        private final MemoryHolds rows = new MemoryHolds(CUSTOMER);
        private final Map<Instant, PeriodUsage> usage = new HashMap<>();
        private Instant now = START;
        private int granted;
        private int denied;
        private int committed;

        Life(long seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.version = PLANS.get(random.nextInt(PLANS.size()));
            BillingPeriod march = BillingPeriod.monthContaining(START);
            for (BillingPeriod period : List.of(march, march.next())) {
                WindowUsage window = new WindowUsage(period.start(), version, new TreeMap<>());
                usage.put(period.start(), new PeriodUsage(period, List.of(window)));
            }
        }

        void step(int step) {
            now = now.plusSeconds(random.nextInt(150));
            CustomerHolds holds = rows.open(now);
            List<Reservation> living = rows.living();
            switch (random.nextInt(5)) {
                case 0, 1 -> reserve("r" + step, holds);
                case 2, 3 -> {
                    if (!living.isEmpty()) {
                        commit(living.get(random.nextInt(living.size())), holds);
                    }
                }
                default -> {
                    if (!living.isEmpty()) {
                        holds.release(living.get(random.nextInt(living.size())).reservationId(), now);
                    }
                }
            }
            rows.save(holds);
        }

        private void reserve(String id, CustomerHolds holds) {
            TreeMap<String, Long> asked = new TreeMap<>(Map.of("tokens_in", (long) random.nextInt(25)));
            if (random.nextBoolean()) {
                asked.put("tokens_out", (long) random.nextInt(12));
            }
            if (random.nextInt(4) == 0) {
                asked.put("tokens_in_cached", (long) random.nextInt(8));
            }
            String model = MODELS.get(random.nextInt(MODELS.size()));
            Content content = new Content(id, model, asked, Duration.ofSeconds(60 + random.nextInt(600)));
            Map<Instant, BigDecimal> before = heldAndSpent(holds);

            ReserveAnswer answer =
                    new CustomerReserving(CUSTOMER, ACME.status(), Debt.NONE, holds, periods(), now).reserve(content);

            granted += answer.granted() ? 1 : 0;
            denied += answer.granted() ? 0 : 1;
            if (version.plan().planId().equals("simple")) {
                assertThat(answer.granted()).as("seed %d, %s", seed, id).isEqualTo(fits(content, before));
            }
        }

        /** By hand, where a unit is a unit: each period that the hold touches has room for it, or it is free. */
        private boolean fits(Content content, Map<Instant, BigDecimal> heldAndSpent) {
            long units = content.asked().getOrDefault("tokens_in", 0L);
            boolean free = content.modelId().equals("gratis") || units == 0;
            return free
                    || heldAndSpent.entrySet().stream()
                            .filter(period -> touches(period.getKey(), content.ttl()))
                            .allMatch(period -> period.getValue()
                                            .add(BigDecimal.valueOf(units))
                                            .compareTo(new BigDecimal("40"))
                                    <= 0);
        }

        private boolean touches(Instant periodStart, Duration ttl) {
            BillingPeriod period = BillingPeriod.monthContaining(periodStart);
            return period.start().isBefore(now.plus(ttl)) && period.end().isAfter(now);
        }

        private Map<Instant, BigDecimal> heldAndSpent(CustomerHolds holds) {
            Map<Instant, BigDecimal> sums = new HashMap<>();
            usage.forEach((start, used) -> {
                long held = holds.heldIn(start).entrySet().stream()
                        .filter(model -> !model.getKey().equals("gratis"))
                        .mapToLong(model -> model.getValue().mostOf("tokens_in"))
                        .sum();
                sums.put(start, Rater.rate(used).usageCost().add(BigDecimal.valueOf(held)));
            });
            return sums;
        }

        /** Uses some of the hold or all of it, now, where the plan counts the models alike. */
        private void commit(Reservation reservation, CustomerHolds holds) {
            if (!holds.find(reservation.reservationId()).orElseThrow().isHeld()) {
                return;
            }
            String model = MODELS.get(random.nextInt(MODELS.size()));
            if (!RatedAlike.are(version.plan(), reservation.content().modelId(), model)) {
                model = reservation.content().modelId();
            }
            String used = model;
            Quantities quantities = within(reservation);
            Instant start = BillingPeriod.monthContaining(now).start();
            Landing landing = new Landing(
                    quantities,
                    start,
                    BillingPeriod.monthContaining(now).end(),
                    version.planVersionId(),
                    held -> RatedAlike.are(version.plan(), held, used));

            HoldUse use = holds.use(reservation.reservationId(), landing, now);

            assertThat(use).as("seed %d", seed).isEqualTo(new HoldUse(ReservationOutcome.COMMITTED, null));
            usage.computeIfPresent(start, (key, before) -> before.plus(start, used, quantities));
            committed++;
        }

        private Quantities within(Reservation reservation) {
            Quantities most = reservation.hold().most();
            boolean all = random.nextBoolean();
            long in = all ? most.tokensIn() : random.nextLong(most.tokensIn() + 1);
            long cached = random.nextLong(Math.min(in, most.tokensInCached()) + 1);
            long write = random.nextLong(Math.min(in - cached, most.tokensInCacheWrite()) + 1);
            return Quantities.builder()
                    .requests(1)
                    .tokensIn(in)
                    .tokensInCached(cached)
                    .tokensInCacheWrite(write)
                    .tokensOut(all ? most.tokensOut() : random.nextLong(most.tokensOut() + 1))
                    .build();
        }

        private NavigableMap<Instant, SubscribedPeriod> periods() {
            TreeMap<Instant, SubscribedPeriod> periods = new TreeMap<>();
            usage.forEach((start, used) -> {
                BillingPeriod period = BillingPeriod.monthContaining(start);
                if (!period.end().isAfter(now)) {
                    return;
                }
                RatingWindow window = new RatingWindow(
                        period.start(),
                        period.end(),
                        version.planVersionId(),
                        version.plan().currency());
                periods.put(start, SubscribedPeriod.of(List.of(window), used));
            });
            return periods;
        }

        void check(int step) {
            assertThat(rows.findings()).as("seed %d, step %d", seed, step).isEmpty();
            Plan plan = version.plan();
            usage.forEach((start, used) -> {
                RunningCost cost = new RunningCost(used);
                plan.spendCap()
                        .ifPresent(cap -> assertThat(cost.usageCost())
                                .as("seed %d, step %d, %s", seed, step, start)
                                .isLessThanOrEqualTo(cap.amount()));
                plan.allowances().stream()
                        .filter(allowance -> allowance.isHard())
                        .forEach(allowance -> assertThat(cost.used(allowance.allowanceId()))
                                .as("seed %d, step %d, %s", seed, step, start)
                                .isLessThanOrEqualTo(allowance.quantity()));
            });
        }

        /** Whatever was dropped comes back with the time. */
        void end() {
            now = now.plus(Reservation.TTL_MAX);
            CustomerHolds holds = rows.open(now);
            rows.save(holds);
            assertThat(rows.living()).as("seed %d", seed).isEmpty();
            assertThat(rows.findings()).as("seed %d", seed).isEmpty();
        }
    }
}
