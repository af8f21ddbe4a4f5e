package dev.tallygate.modelcost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.BillingWorld;
import dev.tallygate.ledger.PeriodKey;
import dev.tallygate.time.BillingPeriod;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MarginBookTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final BillingPeriod MARCH = BillingPeriod.month(YearMonth.of(2026, 3));
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 1);
    private static final String COSTS = """
            {"small": {"input_cost_per_token": 2e-6, "cache_read_input_token_cost": 5e-7,
                       "cache_creation_input_token_cost": 3e-6, "output_cost_per_token": 1e-5}}
            """;

    private BillingWorld world;

    @BeforeEach
    void open() {
        DATABASE.clear();
        world = new BillingWorld(
                DATABASE,
                SettableClock.at("2026-03-20T00:00:00Z"),
                more -> more.registerBean(ModelCostConfiguration.class));
        world.plan(
                "tokens",
                "charges:",
                "  - {id: in, meter: tokens_in, per: 1_000_000, price: 4}",
                "  - {id: out, meter: tokens_out, per: 1_000_000, price: 20}");
        world.subscribe("acme", "tokens", "2026-03-01T00:00:00Z");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void eachKindOfTokenCostsWhatItDoesAndTheRevenueIsTheSumOfTheEvents() {
        costs().take(CostFile.read(COSTS), FEBRUARY);
        use("small", 1_000_000, 400_000, 100_000, 200_000, "2026-03-10T23:59:59.999999Z");

        rollUp();

        MarginSum sum = only(MarginsBy.CUSTOMER);
        assertThat(sum.of()).isEqualTo("acme");
        assertThat(sum.revenue()).isEqualByComparingTo("8");
        // 500,000 at 2, 400,000 at 0.5, 100,000 at 3 and 200,000 at 10 a million
        assertThat(sum.modelCost()).isEqualByComparingTo("3.5");
        assertThat(sum.margin()).hasValueSatisfying(left -> assertThat(left).isEqualByComparingTo("4.5"));
        assertThat(sum.marginPercent()).contains(new BigDecimal("56.2"));
    }

    @Test
    void aDayHasTheCostThatHeldOnIt() {
        costs().take(CostFile.read(COSTS), FEBRUARY);
        costs().take(CostFile.read(COSTS.replace("1e-5", "2e-5")), LocalDate.of(2026, 3, 11));
        use("small", 0, 0, 0, 100_000, "2026-03-10T23:59:59.999999Z");
        use("small", 0, 0, 0, 100_000, "2026-03-11T00:00:00Z");

        rollUp();

        List<MarginSum> days = sums(MarginsBy.DAY);
        assertThat(days).extracting(MarginSum::of).containsExactly("2026-03-10", "2026-03-11");
        assertThat(days.getFirst().modelCost()).isEqualByComparingTo("1");
        assertThat(days.getLast().modelCost()).isEqualByComparingTo("2");
    }

    @Test
    void aModelWithoutACostIsCountedAndNeverFree() {
        costs().take(CostFile.read(COSTS), FEBRUARY);
        use("unheard-of", 700, 0, 0, 300, "2026-03-10T12:00:00Z");

        rollUp();

        MarginSum sum = only(MarginsBy.MODEL);
        assertThat(sum.tokens().unknown()).isEqualTo(1_000);
        assertThat(sum.margin()).isEmpty();
    }

    @Test
    void againIsTheSameAndANewCostIsTakenUp() {
        costs().take(CostFile.read(COSTS), FEBRUARY);
        use("small", 0, 0, 0, 100_000, "2026-03-10T12:00:00Z");
        rollUp();
        rollUp();
        assertThat(only(MarginsBy.MODEL).modelCost()).isEqualByComparingTo("1");

        costs().take(CostFile.read(COSTS.replace("1e-5", "3e-5")), FEBRUARY);
        rollUp();

        assertThat(only(MarginsBy.MODEL).modelCost()).isEqualByComparingTo("3");
    }

    @Test
    void aFileIsComparedAndTheSameAgainChangesNothing() {
        CostFile file = CostFile.read(COSTS);
        assertThat(costs().compare(file, FEBRUARY).changes())
                .singleElement()
                .satisfies(change -> assertThat(change.isNew()).isTrue());
        assertThat(costs().on(FEBRUARY)).isEmpty();

        costs().take(file, FEBRUARY);

        assertThat(costs().take(file, LocalDate.of(2026, 5, 1)).changes()).isEmpty();
        assertThat(costs().on(LocalDate.of(2026, 1, 31))).isEmpty();
        CostComparison other = costs().compare(CostFile.read("{\"large\": {\"input_cost_per_token\": 1}}"), FEBRUARY);
        assertThat(other.absent()).containsExactly("small");
    }

    private ModelCostBook costs() {
        return world.bean(ModelCostBook.class);
    }

    private void use(String model, long in, long cached, long written, long out, String time) {
        UsageEvent event = UsageEvent.builder(model + time, "acme")
                .modelId(model)
                .tokensIn(in)
                .tokensInCached(cached)
                .tokensInCacheWrite(written)
                .tokensOut(out)
                .usageTime(Instant.parse(time))
                .build();
        world.bean(UsageRecorder.class)
                .record(List.of(event))
                .toCompletableFuture()
                .join();
    }

    private void rollUp() {
        long acme = world.bean(CustomerRegistry.class).require("acme").customerKey();
        world.bean(MarginBook.class).rollUp(List.of(new PeriodKey(acme, MARCH.start())));
    }

    private List<MarginSum> sums(MarginsBy by) {
        return world.bean(MarginBook.class).sums(MARCH, by, Optional.empty());
    }

    private MarginSum only(MarginsBy by) {
        List<MarginSum> sums = sums(by);
        assertThat(sums).hasSize(1);
        return sums.getFirst();
    }
}
