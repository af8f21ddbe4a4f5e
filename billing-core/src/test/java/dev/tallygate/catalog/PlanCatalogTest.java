package dev.tallygate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlanCatalogTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String NOON = "2026-03-11T12:00:00Z";
    private static final String PLAN = """
            plan: p    # ours
            currency: USD
            spend_cap: {amount: 10}
            charges:
              - {id: c, meter: requests, price: 0.020}
              - {id: old, flat: 1}
            """;
    private static final String DEARER = """
            plan: p
            currency: USD
            spend_cap: {amount: 10}
            charges:
              - {id: c, meter: requests, price: 0.03}
              - {id: new, flat: 1}
            """;

    private static final Currency NGN = Currency.getInstance("NGN");

    private final PlanCatalog catalog = catalog();

    @BeforeEach
    void emptyTables() {
        DATABASE.clear();
    }

    @Test
    void aPlanIsPublishedAsItsFirstVersionWithTheLinesThatWereApplied() {
        Publication first = apply(PLAN).getFirst();

        assertThat(first.published()).isTrue();
        assertThat(first.previous()).isEmpty();
        assertThat(first.version().version()).isEqualTo(1);
        PublishedPlan stored = catalog().published("p", 1).orElseThrow();
        assertThat(stored.version()).isEqualTo(first.version());
        assertThat(stored.source()).isEqualTo(PLAN);
        assertThat(stored.publishedTime()).isEqualTo(Instant.parse(NOON));
    }

    @Test
    void theSameMeaningPublishesNothing() {
        PlanVersion first = apply(PLAN).getFirst().version();

        Publication again = apply(PLAN).getFirst();
        Publication inOtherWords = apply(PLAN.replace("# ours", "# yours").replace("0.020", "0.02"))
                .getFirst();

        assertThat(again.published()).isFalse();
        assertThat(inOtherWords.published()).isFalse();
        assertThat(inOtherWords.version()).isEqualTo(first);
        assertThat(catalog.published("p", 2)).isEmpty();
    }

    @Test
    void anotherMeaningIsTheNextVersionAndSaysWhatDiffers() {
        PlanVersion first = apply(PLAN).getFirst().version();

        Publication second = apply(DEARER).getFirst();

        assertThat(second.version().version()).isEqualTo(2);
        assertThat(second.previous()).contains(first);
        assertThat(second.changes())
                .containsExactly(
                        new PlanChange("charges.c.price", "0.02", "0.03"),
                        new PlanChange("charges.new.flat", "", "1"),
                        new PlanChange("charges.new.place", "", "2"),
                        new PlanChange("charges.old.flat", "1", ""),
                        new PlanChange("charges.old.place", "2", ""));
        assertThat(catalog.latest("p")).contains(second.version());
    }

    @Test
    @DisplayName("invariant 12: a version once published never changes, whatever is published after it")
    void anOldVersionStaysAsItWas() {
        PlanVersion first = apply(PLAN).getFirst().version();
        apply(DEARER);

        assertThat(catalog.version(first.planVersionId())).isEqualTo(first);
        assertThat(catalog().version(first.planVersionId())).isEqualTo(first);
    }

    @Test
    void theLatestVersionIsTheDatabasesAlsoWhenAnotherServerPublishedIt() {
        apply(PLAN);
        assertThat(catalog.latest("p").orElseThrow().version()).isEqualTo(1);

        catalog().publish(PlanParser.parse(DEARER));

        assertThat(catalog.latest("p").orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void comparingWritesNothing() {
        apply(PLAN);

        Publication wanted = catalog.compare(PlanParser.parse(DEARER)).getFirst();

        assertThat(wanted.published()).isTrue();
        assertThat(wanted.version().version()).isEqualTo(2);
        assertThat(wanted.changes()).isNotEmpty();
        assertThat(catalog.latest("p").orElseThrow().version()).isEqualTo(1);
        assertThat(catalog.compare(PlanParser.parse(PLAN)).getFirst().published())
                .isFalse();
        assertThat(catalog.compare(PlanParser.parse(PLAN.replace("plan: p", "plan: q")))
                        .getFirst()
                        .previous())
                .isEmpty();
    }

    @Test
    void publishersAtTheSameMomentMakeOneVersion() {
        for (String yaml : List.of(PLAN, DEARER)) {
            List<Long> ids = Together.run(
                    8,
                    thread -> catalog()
                            .publish(PlanParser.parse(yaml))
                            .getFirst()
                            .version()
                            .planVersionId());

            assertThat(ids).containsOnly(ids.getFirst());
        }
        assertThat(catalog.latest("p").orElseThrow().version()).isEqualTo(2);
        assertThat(catalog.published("p", 3)).isEmpty();
    }

    @Test
    void publishersOfManyPlansInDifferentOrderDoNotBlockEachOther() {
        String ab = PLAN.replace("plan: p", "plan: a") + "---\n" + PLAN.replace("plan: p", "plan: b");
        String ba = PLAN.replace("plan: p", "plan: b") + "---\n" + PLAN.replace("plan: p", "plan: a");

        Together.run(8, thread -> catalog().publish(PlanParser.parse(thread % 2 == 0 ? ab : ba)));

        assertThat(catalog.list("", 10)).extracting(PublishedPlan::version).allMatch(version -> version.version() == 1);
    }

    @Test
    void plansAreListedByKeyInByteOrder() {
        ShippedPlans.definitions().forEach(definition -> catalog.publish(List.of(definition)));

        assertThat(planIds("", 2)).containsExactly("by-model", "free");
        assertThat(planIds("free", 10)).containsExactly("premium", "standard", "standard-ngn");
        assertThat(planIds("standard-ngn", 10)).isEmpty();
    }

    private static final String WORLD = """
            plan: w
            currency: [USD, NGN]
            charges:
              - {id: c, meter: requests, price: {USD: 0.15, NGN: 240}}
            """;

    @Test
    @DisplayName("invariant 12: in each currency a version of its own, whose rows share number and text")
    void aPlanInSeveralCurrenciesIsOneVersionInEach() {
        List<Publication> made = apply(WORLD);

        assertThat(made)
                .extracting(publication -> publication.version().label())
                .containsExactly("w v1 in USD", "w v1 in NGN");
        assertThat(catalog().latest("w").orElseThrow())
                .isEqualTo(made.getFirst().version());
        assertThat(catalog().latest("w", NGN)).contains(made.getLast().version());
        assertThat(catalog().latest("w", Currency.getInstance("EUR"))).isEmpty();
        for (Publication publication : made) {
            long id = publication.version().planVersionId();
            assertThat(catalog().version(id)).isEqualTo(publication.version());
        }
        assertThat(catalog().published("w", 1).orElseThrow().source()).isEqualTo(WORLD);
        assertThat(catalog().list("", 10))
                .extracting(plan -> plan.version().label())
                .containsExactly("w v1 in USD");
    }

    @Test
    void otherPricesInOneCurrencyAreTheNextVersionInAll() {
        apply(WORLD);

        List<Publication> dearer = apply(WORLD.replace("240", "250"));
        List<Publication> again = apply(WORLD.replace("240", "250") + "# the same\n");

        assertThat(dearer)
                .extracting(publication -> publication.version().version())
                .containsExactly(2, 2);
        assertThat(dearer.getFirst().changes()).isEmpty();
        assertThat(dearer.getLast().changes()).containsExactly(new PlanChange("charges.c.price", "240", "250"));
        assertThat(again).extracting(Publication::published).containsExactly(false, false);
        assertThat(catalog.inEachCurrency("w", 3)).isEmpty();
    }

    @Test
    void anotherFirstCurrencyIsAnotherMeaning() {
        apply(WORLD);

        List<Publication> turned = apply(WORLD.replace("[USD, NGN]", "[NGN, USD]"));

        assertThat(turned)
                .extracting(publication -> publication.version().label())
                .containsExactly("w v2 in NGN", "w v2 in USD");
        assertThat(turned.getFirst().changes())
                .containsExactly(new PlanChange("currencies", "[USD, NGN]", "[NGN, USD]"));
        assertThat(catalog.latest("w").orElseThrow().plan().currency()).isEqualTo(NGN);
    }

    @Test
    void anUnknownPlanIsAbsentAndAnUnknownVersionIsABug() {
        assertThat(catalog.latest("nobody")).isEmpty();
        assertThat(catalog.published("nobody", 1)).isEmpty();
        assertThatThrownBy(() -> catalog.version(4711))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("plan_version_id: 4711 (expected: a published version)");
    }

    private List<Publication> apply(String yaml) {
        return catalog.publish(PlanParser.parse(yaml));
    }

    private List<String> planIds(String after, int countMax) {
        return catalog.list(after, countMax).stream()
                .map(plan -> plan.version().plan().planId())
                .toList();
    }

    /** As one more server would have it: nothing remembered. */
    private static PlanCatalog catalog() {
        return new PlanCatalog(
                new PlanRepository(DATABASE.jdbcClient()),
                new MeterRepository(DATABASE.jdbcClient()),
                DATABASE.transactionTemplate(),
                SettableClock.at(NOON));
    }
}
