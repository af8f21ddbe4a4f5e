package dev.tallygate.customer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.catalog.MeterRepository;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanRepository;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StretchTilingTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final SettableClock clock = SettableClock.at("2026-03-11T12:00:00Z");
    private final CustomerRegistry customers =
            new CustomerRegistry(DATABASE.jdbcClient(), DATABASE.transactions(), List::of, clock);
    private final PlanCatalog plans = new PlanCatalog(
            new PlanRepository(DATABASE.jdbcClient()),
            new MeterRepository(DATABASE.jdbcClient()),
            DATABASE.transactionTemplate(),
            clock);
    private final SubscriptionBook book =
            new SubscriptionBook(DATABASE.jdbcClient(), customers, plans, DATABASE.transactions(), clock);
    private int done;

    @Test
    @DisplayName("invariant 5: stretches never overlap, whatever is asked in whatever order")
    void stretchesNeverOverlap() {
        for (long seed = 1; seed <= 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            emptyCustomer();
            for (int step = 0; step < 12; step++) {
                tryAnything(random, step);
            }
            assertTiled("seed " + seed);
        }
        assertThat(done).as("changes that were not refused").isGreaterThan(60);
    }

    private void tryAnything(SplittableRandom random, int step) {
        Instant instant = clock.instant().plusSeconds(random.nextLong(-40, 100) * 86_400);
        String subscription = "s" + random.nextInt(3);
        try {
            switch (random.nextInt(4)) {
                case 0 -> book.create(new SubscriptionRequest("acme", subscription, "standard", instant));
                case 1 -> book.create(new SubscriptionRequest("acme", "n" + step, "premium", instant));
                case 2 -> book.cancel("acme", subscription, instant);
                default ->
                    book.moveNextPeriod(
                            "acme",
                            plans.latest(random.nextBoolean() ? "standard" : "premium")
                                    .orElseThrow()
                                    .planVersionId());
            }
            done++;
        } catch (Rejected refused) {
            assertThat(refused.reason()).isIn(Reason.SUBSCRIPTION_CONFLICT, Reason.SUBSCRIPTION_NOT_FOUND);
        }
    }

    private void assertTiled(String seed) {
        List<Stretch> stretches = book.list("acme").stream()
                .flatMap(subscription -> subscription.stretches().stream())
                .sorted((one, other) -> one.start().compareTo(other.start()))
                .toList();
        for (int i = 0; i + 1 < stretches.size(); i++) {
            Instant nextStart = stretches.get(i + 1).start();
            assertThat(stretches.get(i).ends())
                    .as("%s: %s", seed, stretches)
                    .hasValueSatisfying(end -> assertThat(end).isBeforeOrEqualTo(nextStart));
        }
        for (Stretch stretch : stretches) {
            stretch.ends().ifPresent(end -> assertThat(end).as(seed).isAfter(stretch.start()));
        }
    }

    private void emptyCustomer() {
        DATABASE.clear();
        customers.create(new CustomerProfile("acme", "", "", Currency.getInstance("USD"), "stripe"));
        for (String planId : List.of("standard", "premium")) {
            plans.publish(PlanParser.parse(
                    "plan: %s\ncurrency: USD\ncharges:\n  - {id: base, flat: 1.00}\n".formatted(planId)));
        }
    }
}
