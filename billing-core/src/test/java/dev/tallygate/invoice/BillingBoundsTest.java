package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.operation.Parked;
import dev.tallygate.operation.ParkedBook;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.env.MapPropertySource;

/** Bounds that park a period for a person, on a real database. */
class BillingBoundsTest {
    private static final String PER_MODEL =
            "charges: [{id: tokens, meter: tokens_out, per: 1, price: {gpt: 0.01, mini: 0.01}}]";
    private static final String APRIL = "2026-04-01T00:00:00Z";
    private static final String MAY = "2026-05-01T00:00:00Z";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private BillingWorld world;

    @BeforeEach
    void empty() {
        DATABASE.clear();
        world = new BillingWorld(DATABASE);
        world.plan("standard", PER_MODEL);
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
        world.close();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aTotalAboveTheBoundIsParkedWithBothFiguresAndBilledOnceItIsWaived() {
        bounded("amount-max", "5 USD");
        world.use("acme", "gpt", 501, "2026-03-10T00:00:00Z");

        assertThat(world.bill(APRIL)).singleElement().isInstanceOfSatisfying(BillOutcome.Parked.class, parked -> {
            assertThat(parked.reason()).isEqualTo("OUT_OF_BOUNDS");
            assertThat(parked.detail()).contains("total 5.01 USD (expected: at most 5.00 USD)");
            assertThat(parked.mend()).isEqualTo("./tallygate parked waive period-2026-03 --customer acme");
        });
        assertThat(world.invoices("acme")).isEmpty();

        world.bean(ParkedBook.class).waive(parked().key());
        world.bill(APRIL);
        assertThat(world.invoices("acme")).containsExactly("P1 2026-03 DRAFT 5.01: tokens gpt 5.01");
        assertThat(parked().state()).isEqualTo(Parked.State.WAIVED);
    }

    @Test
    void atTheBoundNothingIsParked() {
        bounded("amount-max", "5 USD");
        world.use("acme", "gpt", 500, "2026-03-10T00:00:00Z");

        world.bill(APRIL);

        assertThat(world.invoices("acme")).containsExactly("P1 2026-03 DRAFT 5.00: tokens gpt 5.00");
    }

    @Test
    void retriedUnderTheSameBoundItIsParkedAgainAndUnderAWiderOneBilled() {
        bounded("lines-max", "1");
        world.use("acme", "gpt", 1, "2026-03-10T00:00:00Z");
        world.use("acme", "mini", 1, "2026-03-10T00:00:00Z");
        world.bill(APRIL);
        assertThat(parked().cause().detail()).contains("2 lines (expected: at most 1)");

        world.bean(ParkedBook.class).retry(parked().key());
        world.bill(APRIL);
        assertThat(parked().state()).isEqualTo(Parked.State.OPEN);
        assertThat(world.invoices("acme")).isEmpty();

        bounded("lines-max", "2");
        world.bill(APRIL);
        assertThat(world.invoices("acme")).hasSize(1);
        assertThat(parked().state()).isEqualTo(Parked.State.RESOLVED);
    }

    @Test
    void growthIsJudgedAgainstThePeriodBeforeAboveTheFloorOnlyAndWhatWouldRideOnItWaits() {
        bounded("growth-max", "200", "growth-floor", "2 USD");
        world.use("acme", "gpt", 50, "2026-03-10T00:00:00Z");
        world.bill(APRIL);
        world.use("acme", "gpt", 10, "2026-03-11T00:00:00Z");
        world.use("acme", "gpt", 200, "2026-04-10T00:00:00Z");

        List<BillOutcome> outcomes = world.at(MAY).bill(MAY);

        assertThat(world.invoices("acme")).containsExactly("P1 2026-03 DRAFT 0.50: tokens gpt 0.50");
        assertThat(parked("period-2026-04").cause().detail())
                .contains("total 2.10 USD, 320 % above the 0.50 USD of the period before (expected: at most 200 %)");
        assertThat(outcomes).hasAtLeastOneElementOfType(BillOutcome.Pending.class);

        world.bean(ParkedBook.class).waive(parked("period-2026-04").key());
        world.bill(MAY);
        assertThat(world.invoices("acme")).contains("P1 2026-04 DRAFT 2.10: tokens gpt 2.00 | 2026-03 tokens gpt 0.10");
    }

    @Test
    void upToTheFloorATotalMayGrowAsItLikes() {
        bounded("growth-max", "200", "growth-floor", "2 USD");
        world.use("acme", "gpt", 1, "2026-03-10T00:00:00Z");
        world.bill(APRIL);
        world.use("acme", "gpt", 200, "2026-04-10T00:00:00Z");

        world.at(MAY).bill(MAY);

        assertThat(world.invoices("acme")).contains("P1 2026-04 DRAFT 2.00: tokens gpt 2.00");
    }

    @Test
    void whatComesAfterTheWaiverIsJudgedAnew() {
        bounded("amount-max", "5 USD");
        world.use("acme", "gpt", 501, "2026-03-10T00:00:00Z");
        world.bill(APRIL);
        world.bean(ParkedBook.class).waive(parked().key());
        world.use("acme", "gpt", 1, "2026-03-11T00:00:00Z");

        world.bill(APRIL);

        assertThat(world.invoices("acme")).isEmpty();
        assertThat(parked().cause().detail()).contains("total 5.02 USD");
    }

    private void bounded(String... settings) {
        world.close();
        Map<String, Object> properties = new java.util.HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            properties.put("tallygate.billing." + settings[i], settings[i + 1]);
        }
        world = new BillingWorld(
                DATABASE,
                SettableClock.at("2026-04-15T00:00:00Z"),
                context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("bounds", properties)));
    }

    private Parked parked() {
        return parked("period-2026-03");
    }

    private Parked parked(String parkedId) {
        return world.parked("acme", parkedId);
    }
}
