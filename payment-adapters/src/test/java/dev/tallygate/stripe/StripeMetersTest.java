package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.billing.Meter;
import com.stripe.param.billing.MeterCreateParams;
import com.stripe.param.billing.MeterListParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Meters where they do not do as they should: in a queue, archived, or one of very many. */
class StripeMetersTest {
    private static final int MORE_THAN_A_PAGE = 101;

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private RatedWorld world;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        world = new RatedWorld(DATABASE, folder);
        world.billing.plan(
                "metered",
                "rated_by: provider",
                "charges:",
                "  - id: tokens",
                "    meter: tokens_out",
                "    per: 1_000",
                "    price: 0.020");
        world.billing.subscribe("acme", "metered", "2026-11-02T08:00:00Z");
        world.deliver();
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Scenario 8: one call at a time for a customer and meter, also while nobody knows whether the first is over. */
    @Test
    void reportsOfACustomerStandInAQueueAndOthersDoNotWaitForThem() {
        world.billing.subscribe("globex", "metered", "2026-11-02T08:00:00Z");
        world.deliver();
        world.use("acme", 100, "2026-11-02T08:10:00Z");
        world.use("globex", 5, "2026-11-02T08:20:00Z");
        world.use("acme", 7, "2026-11-02T09:10:00Z");
        world.at("2026-11-02T10:10:00Z");
        world.stripe.stripe.order(Fault.once(Fault.Type.DROP_CALL, "POST", "/v1/billing/meter_events"));

        world.deliver();
        assertThat(world.reports())
                .containsExactly(
                        "2026-11-02T08 r1 100 UNKNOWN", "2026-11-02T09 r1 7 PLANNED", "2026-11-02T08 r1 5 ACCEPTED");

        world.stripe.clock.advance(Duration.ofMinutes(10));
        world.deliver();
        assertThat(world.reports())
                .containsExactly(
                        "2026-11-02T08 r1 100 ACCEPTED", "2026-11-02T09 r1 7 ACCEPTED", "2026-11-02T08 r1 5 ACCEPTED");
    }

    /** Scenario 14: the meter was archived, so that nothing is counted though all is taken. */
    @Test
    void aMeterThatWasArchivedIsToldToAPersonAndCountsAfterIt() throws Exception {
        world.client().v1().billing().meters().deactivate(ours().getFirst().getId());
        world.use("acme", 100, "2026-11-02T08:10:00Z");
        world.at("2026-11-02T09:10:00Z");
        world.deliver();

        world.tellThinEvents();
        world.settle();
        assertThat(world.parked()).containsExactly("USAGE_REJECTED");

        world.client().v1().billing().meters().reactivate(all().getFirst().getId());
        world.retryParked();
        world.drain();
        assertThat(world.reports()).endsWith("2026-11-02T08 r2 100 ACCEPTED");
        assertThat(world.parked()).isEmpty();
    }

    /** Scenario 14: ours is behind the first page of a list. */
    @Test
    void aMeterBehindAHundredOthersIsFound() throws StripeException {
        for (int number = 0; number < MORE_THAN_A_PAGE; number++) {
            world.client()
                    .v1()
                    .billing()
                    .meters()
                    .create(MeterCreateParams.builder()
                            .setDisplayName("Somebody else's")
                            .setEventName("other-" + number)
                            .setDefaultAggregation(MeterCreateParams.DefaultAggregation.builder()
                                    .setFormula(MeterCreateParams.DefaultAggregation.Formula.SUM)
                                    .build())
                            .build());
        }
        assertThat(all()).noneMatch(StripeMetersTest::isOurs);

        world.billing.subscribe("globex", "metered", "2026-11-02T08:00:00Z");
        world.deliver();

        assertThat(world.client().v1().subscriptions().list().getData()).hasSize(2);
        assertThat(world.parked()).isEmpty();
    }

    private List<Meter> ours() throws StripeException {
        return all().stream().filter(StripeMetersTest::isOurs).toList();
    }

    private static boolean isOurs(Meter meter) {
        return !meter.getEventName().startsWith("other-");
    }

    /** The first page of them. */
    private List<Meter> all() throws StripeException {
        return world.client()
                .v1()
                .billing()
                .meters()
                .list(MeterListParams.builder().setLimit(100L).build())
                .getData();
    }
}
