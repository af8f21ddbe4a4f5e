package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.money.Money;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.RecordedEvent;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageReader;
import dev.tallygate.usage.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Months at random: usage in time and late, voided, amended and re-rated, bills, rehearsals and voided invoices in any order.
 * After each bill every figure is proved from the rows. Each customer has a twin with the same events and corrections in
 * another order: in the end, under the same versions, both were invoiced the same for each key.
 */
class RandomMonthsTest {
    private static final List<String> MODELS = List.of("gpt", "claude", "");
    private static final List<String> PLANS = RandomPlans.NAMES;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PAIRS = PLANS.size();

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    /**
     * Seeds of a run: each is four months of ten customers, so that the full run has 10,000. Which they are can be said by
     * {@code -Dtallygate.months.first} and {@code .seeds}, to have one again or to run some beside others.
     */
    private static final int SEEDS =
            Integer.getInteger("tallygate.months.seeds", Boolean.getBoolean("tallygate.full") ? 250 : 5);

    private static final long FIRST_SEED = Long.getLong("tallygate.months.first", 1);

    /** What was generated, and how often. */
    private static final Map<Kind, Integer> HISTOGRAM = new EnumMap<>(Kind.class);

    private enum Kind {
        IN_TIME,
        LATE,
        VOID,
        LATE_VOID,
        AMEND,
        LATE_AMEND,
        RERATE,
        LATE_RERATE,
        PARKED,
        VOIDED_INVOICE,
        CREDIT_NOTE,
        CARRY
    }

    private enum Fate {
        STAYS,
        VOIDED,
        AMENDED
    }

    private record Use(String modelId, long tokensOut, Instant time, Fate fate, long amended) {}

    /** What a customer has used that is not reported yet, and what of the reported is not corrected yet, by event id. */
    private record Waiting(List<Use> uses, Map<String, Use> wrong) {}

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    @AfterAll
    static void eachKindWasGenerated() {
        assertThat(HISTOGRAM.keySet()).as("generated: %s", HISTOGRAM).containsExactlyInAnyOrder(Kind.values());
    }

    private static void count(Kind kind) {
        HISTOGRAM.merge(kind, 1, Integer::sum);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("invariants 2, 3, 5, 6, 7, 8, and the order of arrival does not matter")
    void whateverHappensEveryFigureIsProvedAndTheOrderDoesNotMatter(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DATABASE.clear();
        try (BillingWorld world = new BillingWorld(DATABASE)) {
            PLANS.forEach(planId -> RandomPlans.publish(world, planId, 0));
            for (int pair = 0; pair < PAIRS; pair++) {
                world.subscribe("one" + pair, PLANS.get(pair), "2026-01-11T00:00:00Z");
                world.subscribe("two" + pair, PLANS.get(pair), "2026-01-11T00:00:00Z");
            }
            List<List<Use>> uses = new ArrayList<>();
            for (int pair = 0; pair < PAIRS; pair++) {
                uses.add(randomUses(random));
            }
            months(world, random, uses, seed);
            finish(world, uses, seed);
        }
    }

    /** Meters of one's own that follow from the tokens. */
    private static UsageEvent own(UsageEvent.Builder event, long tokensOut) {
        return event.tokensOut(tokensOut)
                .own("seats", tokensOut % 17)
                .own("peak", tokensOut)
                .own("users", tokensOut % 3)
                .subject("u" + tokensOut % 7)
                .own("calls", tokensOut % 2)
                .build();
    }

    private static List<Use> randomUses(SplittableRandom random) {
        List<Use> uses = new ArrayList<>();
        Instant january = START.plus(Duration.ofDays(random.nextLong(11, 25)));
        uses.add(new Use("gpt", 20_000, january, Fate.VOIDED, 0));
        for (int i = 0; i < 40; i++) {
            long day = random.nextLong(10, 120);
            Instant time = START.plus(Duration.ofDays(day)).plusSeconds(random.nextLong(86_400));
            Fate fate = random.nextInt(3) > 0 ? Fate.STAYS : random.nextBoolean() ? Fate.VOIDED : Fate.AMENDED;
            uses.add(new Use(
                    MODELS.get(random.nextInt(MODELS.size())),
                    random.nextLong(0, 400),
                    time,
                    fate,
                    random.nextLong(0, 400)));
        }
        return uses;
    }

    /** Day after day: what is used by then arrives, or does not yet, and is corrected, or not yet; bills come between. */
    private static void months(BillingWorld world, SplittableRandom random, List<List<Use>> uses, long seed) {
        List<Waiting> waiting = new ArrayList<>();
        for (List<Use> pair : uses) {
            waiting.add(new Waiting(new ArrayList<>(pair), new TreeMap<>()));
            waiting.add(new Waiting(new ArrayList<>(pair), new TreeMap<>()));
        }
        for (int day = 12; day < 121; day += 5) {
            Instant now = START.plus(Duration.ofDays(day));
            world.at(now.toString());
            for (int i = 0; i < waiting.size(); i++) {
                arrive(world, customer(i), waiting.get(i), now, random);
                correct(world, customer(i), waiting.get(i), random);
            }
            if (random.nextInt(2) == 0) {
                rerate(world, now, random);
            }
            Instant until = monthStart(now);
            if (random.nextInt(3) == 0) {
                world.rehearse(until.toString());
            }
            if (random.nextInt(2) == 0) {
                bill(world, until, seed);
            }
            if (random.nextInt(4) == 0) {
                voidOne(world, random);
            }
        }
        world.at("2026-05-01T00:00:00Z");
        for (int i = 0; i < waiting.size(); i++) {
            for (Use use : waiting.get(i).uses()) {
                use(world, customer(i), waiting.get(i), use);
            }
            for (Map.Entry<String, Use> wrong : waiting.get(i).wrong().entrySet()) {
                correct(world, customer(i), wrong.getKey(), wrong.getValue());
            }
        }
    }

    private static void bill(BillingWorld world, Instant until, long seed) {
        world.bill(until.toString()).stream()
                .filter(BillOutcome.Parked.class::isInstance)
                .forEach(parked -> count(Kind.PARKED));
        prove(world, seed);
    }

    private static void arrive(
            BillingWorld world, String customerId, Waiting waiting, Instant now, SplittableRandom random) {
        for (Use use : List.copyOf(waiting.uses())) {
            if (use.time().isBefore(now) && random.nextInt(2) == 0) {
                use(world, customerId, waiting, use);
                waiting.uses().remove(use);
            }
        }
    }

    private static void use(BillingWorld world, String customerId, Waiting waiting, Use use) {
        EventResult result = world.use(own(world.event(customerId, use.modelId(), use.time()), use.tokensOut()));
        count(isLate(result) ? Kind.LATE : Kind.IN_TIME);
        if (use.fate() != Fate.STAYS) {
            waiting.wrong().put(result.eventId(), use);
        }
    }

    private static void correct(BillingWorld world, String customerId, Waiting waiting, SplittableRandom random) {
        for (Map.Entry<String, Use> wrong : List.copyOf(waiting.wrong().entrySet())) {
            if (random.nextInt(4) == 0) {
                correct(world, customerId, wrong.getKey(), wrong.getValue());
                waiting.wrong().remove(wrong.getKey());
            }
        }
    }

    private static void correct(BillingWorld world, String customerId, String eventId, Use use) {
        if (use.fate() == Fate.VOIDED) {
            EventResult result = world.voidEvent(customerId, eventId);
            assertThat(result.verdict()).isEqualTo(Verdict.RECORDED);
            count(isLate(result) ? Kind.LATE_VOID : Kind.VOID);
        } else {
            RecordedEvent wrong = world.bean(UsageReader.class)
                    .event(world.customerKey(customerId), eventId)
                    .orElseThrow();
            EventResult result =
                    world.amend(customerId, wrong, own(BillingWorld.amendOf(customerId, wrong), use.amended()));
            assertThat(result.verdict()).isEqualTo(Verdict.RECORDED);
            count(isLate(result) ? Kind.LATE_AMEND : Kind.AMEND);
        }
    }

    private static boolean isLate(EventResult result) {
        return result.countedIfAny().orElseThrow().late();
    }

    /** A plan gets another content, and some customer's month so far is moved to it. */
    private static void rerate(BillingWorld world, Instant now, SplittableRandom random) {
        int plan = random.nextInt(PLANS.size());
        RandomPlans.publish(world, PLANS.get(plan), random.nextInt(3));
        long months = ChronoUnit.MONTHS.between(YearMonth.of(2026, 1), YearMonth.from(now.atZone(ZoneOffset.UTC)));
        YearMonth month = YearMonth.of(2026, 1).plusMonths(random.nextLong(months + 1));
        rerate(world, (random.nextBoolean() ? "one" : "two") + plan, PLANS.get(plan), month);
    }

    private static void rerate(BillingWorld world, String customerId, String planId, YearMonth month) {
        world.rerate(customerId, planId, month.toString())
                .forEach(change -> count(change.closed() ? Kind.LATE_RERATE : Kind.RERATE));
    }

    private static void voidOne(BillingWorld world, SplittableRandom random) {
        InvoiceBook book = world.bean(InvoiceBook.class);
        List<Invoice> drafts = book.list(InvoiceFilter.ofStatus(InvoiceStatus.DRAFT), null, 1_000);
        if (!drafts.isEmpty()) {
            Invoice one = drafts.get(random.nextInt(drafts.size()));
            book.voidInvoice(one.id().toString(), world.clock().instant());
            count(Kind.VOIDED_INVOICE);
        }
    }

    /** All months come to the same version, subscriptions end, all is billed, and nothing is left open. */
    private static void finish(BillingWorld world, List<List<Use>> uses, long seed) {
        for (int i = 0; i < 2 * uses.size(); i++) {
            RandomPlans.publish(world, PLANS.get(i / 2), (int) (seed % 2));
            for (int month = 1; month <= 4; month++) {
                rerate(world, customer(i), PLANS.get(i / 2), YearMonth.of(2026, month));
            }
            world.bean(SubscriptionBook.class).cancel(customer(i), "main", Instant.parse("2026-05-01T00:00:00Z"));
        }
        world.at("2026-05-02T00:00:00Z").bill("2026-05-01T00:00:00Z");
        prove(world, seed);

        assertThat(world.bill("2026-05-01T00:00:00Z")).as("seed %d", seed).isEmpty();
        for (int pair = 0; pair < uses.size(); pair++) {
            Map<String, Money> one = sums(world, "one" + pair);
            assertThat(one).as("seed %d, pair %d", seed, pair).isNotEmpty().isEqualTo(sums(world, "two" + pair));
            assertThat(one.getOrDefault("carry", new Money(0, java.util.Currency.getInstance("USD")))
                            .isZero())
                    .as("seed %d, pair %d: the balance", seed, pair)
                    .isTrue();
        }
    }

    private static void prove(BillingWorld world, long seed) {
        VerifiablePeriods periods = world.bean(VerifiablePeriods.class);
        for (long first = 1; first <= periods.customerKeyMax(); first += DuePeriods.RANGE_SIZE) {
            for (PeriodKey key : periods.ofRange(first, null)) {
                assertThat(world.bean(PeriodVerifier.class).verify(key))
                        .as("seed %d, %s", seed, key)
                        .isEmpty();
            }
        }
        for (int i = 0; i < 2 * PAIRS; i++) {
            assertThat(world.rows(customer(i)))
                    .as("seed %d, invariant 5", seed)
                    .allMatch(row -> BillingPeriod.monthContaining(
                                    row.event().usedAt().orElseThrow())
                            .start()
                            .equals(row.placement().periodStart()));
        }
        Map<String, Long> living = new TreeMap<>();
        for (Invoice invoice : world.bean(InvoiceBook.class).list(InvoiceFilter.ALL, null, 1_000)) {
            if (invoice.total().isNegative()) {
                count(Kind.CREDIT_NOTE);
            }
            if (invoice.id().kind() == InvoiceKind.PERIOD && invoice.status() != InvoiceStatus.VOID) {
                assertThat(invoice.total().isNegative()).as(invoice.toString()).isFalse();
                living.merge(invoice.customerKey() + " " + invoice.period().label(), 1L, Long::sum);
            }
        }
        assertThat(living.values()).as("seed %d", seed).allMatch(count -> count == 1);
    }

    private static Map<String, Money> sums(BillingWorld world, String customerId) {
        InvoiceBook book = world.bean(InvoiceBook.class);
        Map<String, Money> sums = new TreeMap<>();
        for (Invoice invoice : book.list(InvoiceFilter.ofCustomer(world.customerKey(customerId)), null, 1_000)) {
            if (invoice.status() != InvoiceStatus.VOID) {
                book.lines(invoice.id()).forEach(line -> sums.merge(name(line), line.amount(), Money::plus));
            }
        }
        sums.values().removeIf(Money::isZero);
        return sums;
    }

    private static String name(InvoiceLine line) {
        return switch (line) {
            case InvoiceLine.Carry carry -> {
                count(Kind.CARRY);
                yield "carry";
            }
            case InvoiceLine.Rated rated -> rated.key().toString();
        };
    }

    private static String customer(int index) {
        return (index % 2 == 0 ? "one" : "two") + index / 2;
    }

    private static Instant monthStart(Instant now) {
        return YearMonth.from(now.atZone(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }
}
