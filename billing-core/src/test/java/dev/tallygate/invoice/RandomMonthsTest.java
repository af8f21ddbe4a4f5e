package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Months at random: usage in time and late, bills, rehearsals and voids in any order. After each bill every figure is
 * proved from the rows. Each customer has a twin with the same events in another order: in the end both were invoiced the
 * same for each key.
 */
class RandomMonthsTest {
    private static final List<String> MODELS = List.of("gpt", "claude", "");
    private static final List<String> PLANS = List.of("graduated", "by-model", "at-once", "kinds");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PAIRS = PLANS.size();

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private record Use(String modelId, long tokensOut, Instant time) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("invariants 2, 3, 6, 7, 8, and the order of arrival does not matter")
    void whateverHappensEveryFigureIsProvedAndTheOrderDoesNotMatter(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DATABASE.clear();
        try (BillingWorld world = new BillingWorld(DATABASE)) {
            publish(world);
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

    private static void publish(BillingWorld world) {
        world.plan(
                "graduated",
                "charges:",
                "  - id: tokens",
                "    meter: [tokens_in, tokens_out]",
                "    per: 1_000",
                "    graduated: [{up_to: 100, price: 0}, {up_to: 900, price: 7.77}, {price: 3.3}]",
                "  - {id: base, flat: 31.01}");
        world.plan(
                "by-model",
                "charges:",
                "  - {id: out, meter: tokens_out, per: 3, price: {gpt: 0.01, \"*\": 0.005}}",
                "allowances: [{id: free, charges: [out], quantity: 50, kind: soft}]");
        world.plan(
                "at-once",
                "corrections: at_once",
                "charges:",
                "  - {id: out, meter: tokens_out, per: 7, price: {gpt: 0.01, \"*\": 0.005}}");
        world.plan(
                "kinds",
                "charges:",
                "  - {id: vol, meter: tokens_out, per: 3, volume: [{up_to: 900, price: 0.05}, {price: 0.02}], minimum: 11}",
                "  - {id: pack, meter: requests, package: {size: 3, price: 0.75}, maximum: 4}");
    }

    private static List<Use> randomUses(SplittableRandom random) {
        List<Use> uses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long day = random.nextLong(10, 120);
            Instant time = START.plus(Duration.ofDays(day)).plusSeconds(random.nextLong(86_400));
            uses.add(new Use(MODELS.get(random.nextInt(MODELS.size())), random.nextLong(0, 400), time));
        }
        return uses;
    }

    /** Day after day: what is used by then arrives, or does not yet; a bill, a rehearsal or a void comes between. */
    private static void months(BillingWorld world, SplittableRandom random, List<List<Use>> uses, long seed) {
        List<List<Use>> waiting = new ArrayList<>();
        for (List<Use> pair : uses) {
            waiting.add(new ArrayList<>(pair));
            waiting.add(new ArrayList<>(pair));
        }
        for (int day = 12; day < 121; day += 5) {
            Instant now = START.plus(Duration.ofDays(day));
            world.at(now.toString());
            for (int i = 0; i < waiting.size(); i++) {
                arrive(world, customer(i), waiting.get(i), now, random);
            }
            Instant until = monthStart(now);
            if (random.nextInt(3) == 0) {
                world.rehearse(until.toString());
            }
            if (random.nextInt(2) == 0) {
                world.bill(until.toString());
                prove(world, seed);
            }
            if (random.nextInt(4) == 0) {
                voidOne(world, random);
            }
        }
        for (int i = 0; i < waiting.size(); i++) {
            for (Use use : waiting.get(i)) {
                world.at("2026-05-01T00:00:00Z")
                        .use(
                                customer(i),
                                use.modelId(),
                                use.tokensOut(),
                                use.time().toString());
            }
        }
    }

    private static void arrive(
            BillingWorld world, String customerId, List<Use> waiting, Instant now, SplittableRandom random) {
        for (Use use : List.copyOf(waiting)) {
            if (use.time().isBefore(now) && random.nextInt(3) > 0) {
                world.use(customerId, use.modelId(), use.tokensOut(), use.time().toString());
                waiting.remove(use);
            }
        }
    }

    private static void voidOne(BillingWorld world, SplittableRandom random) {
        InvoiceBook book = world.bean(InvoiceBook.class);
        List<Invoice> drafts = book.list(InvoiceFilter.ofStatus(InvoiceStatus.DRAFT), null, 1_000);
        if (!drafts.isEmpty()) {
            Invoice one = drafts.get(random.nextInt(drafts.size()));
            book.voidInvoice(one.id().toString(), world.clock().instant());
        }
    }

    /** Subscriptions end, all is billed, and nothing is left open. */
    private static void finish(BillingWorld world, List<List<Use>> uses, long seed) {
        for (int i = 0; i < 2 * uses.size(); i++) {
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
        Map<String, Long> living = new TreeMap<>();
        for (Invoice invoice : world.bean(InvoiceBook.class).list(InvoiceFilter.ALL, null, 1_000)) {
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
            case InvoiceLine.Carry carry -> "carry";
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
