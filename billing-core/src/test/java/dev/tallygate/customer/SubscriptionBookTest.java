package dev.tallygate.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.Together;
import dev.tallygate.catalog.MeterRepository;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.catalog.PlanParser;
import dev.tallygate.catalog.PlanRepository;
import dev.tallygate.catalog.PlanVersion;
import dev.tallygate.catalog.Publication;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubscriptionBookTest {

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

    @BeforeEach
    void acmeAndTwoPlans() {
        DATABASE.clear();
        customers.create(new CustomerProfile("acme", "", "", Currency.getInstance("USD"), "stripe"));
        publish("standard", "USD", 1);
        publish("premium", "USD", 1);
    }

    @Test
    void aSubscriptionStartsNowOnTheLatestVersionAndIsOpen() {
        PlanVersion second = publish("standard", "USD", 2);

        Subscription made = subscribe("s1", "standard", null);

        assertThat(made.stretches())
                .containsExactly(new Stretch(
                        "s1",
                        second.planVersionId(),
                        Currency.getInstance("USD"),
                        Instant.parse("2026-03-11T12:00:00Z"),
                        null));
    }

    @Test
    void theSameSubscriptionAgainAnswersWhatExistsAlsoAfterAMove() {
        Subscription made = subscribe("s1", "standard", "2026-03-01T00:00:00.0000009Z");
        book.moveNextPeriod("acme", publish("standard", "USD", 2).planVersionId());

        Subscription again = subscribe("s1", "standard", "2026-03-01T00:00:00Z");

        assertThat(again.stretches()).hasSize(2);
        assertThat(again.stretches().getFirst().start())
                .isEqualTo(made.stretches().getFirst().start());
        assertThat(subscribe("s1", "standard", null)).isEqualTo(again);
    }

    @Test
    void theSameIdWithAnotherPlanOrStartIsRefused() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");

        assertRefused(Reason.SUBSCRIPTION_CONFLICT, () -> subscribe("s1", "premium", "2026-03-01T00:00:00Z"));
        assertRefused(Reason.SUBSCRIPTION_CONFLICT, () -> subscribe("s1", "standard", "2026-03-02T00:00:00Z"));
    }

    @Test
    @DisplayName("invariant 5: each instant belongs to one stretch")
    void aSecondSubscriptionMayStartWhereTheFirstEndsAndNotBefore() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
        assertRefused(Reason.SUBSCRIPTION_CONFLICT, () -> subscribe("s2", "premium", "2026-06-01T00:00:00Z"));

        book.cancel("acme", "s1", Instant.parse("2026-03-20T00:00:00Z"));

        assertRefused(Reason.SUBSCRIPTION_CONFLICT, () -> subscribe("s2", "premium", "2026-03-19T23:59:59.999999Z"));
        subscribe("s2", "premium", "2026-03-20T00:00:00Z");
        assertThat(planAt("2026-03-19T23:59:59.999999Z")).contains("standard v1");
        assertThat(planAt("2026-03-20T00:00:00Z")).contains("premium v1");
        assertThat(planAt("2026-02-28T23:59:59.999999Z")).isEmpty();
        assertThat(book.list("acme")).extracting(Subscription::subscriptionId).containsExactly("s1", "s2");
    }

    @Test
    void ofEightThatSubscribeAtOnceOneWins() {
        List<Boolean> all = Together.run(8, number -> {
            try {
                subscribe("s" + number, "standard", "2026-03-01T00:00:00Z");
                return true;
            } catch (Rejected overlap) {
                return false;
            }
        });

        assertThat(all).containsOnlyOnce(true);
        assertThat(book.list("acme")).hasSize(1);
    }

    @Test
    void theSameSubscriptionSentEightTimesAtOnceIsOne() {
        List<Subscription> all = Together.run(8, number -> subscribe("s1", "standard", "2026-03-01T00:00:00Z"));

        assertThat(all).containsOnly(all.getFirst());
        assertThat(gateSeq()).isEqualTo(2);
    }

    @Test
    void whatIsNotThereOrDoesNotFitIsRefusedWithItsReason() {
        publish("naira", "NGN", 1);

        assertRefused(Reason.PLAN_NOT_FOUND, () -> subscribe("s1", "nothing", null));
        assertRefused(Reason.CURRENCY_MISMATCH, () -> subscribe("s1", "naira", null));
        assertRefused(Reason.FIELD_INVALID, () -> subscribe("", "standard", null));
        assertRefused(
                Reason.CUSTOMER_NOT_FOUND,
                () -> book.create(new SubscriptionRequest("globex", "s1", "standard", null)));
        assertRefused(Reason.SUBSCRIPTION_NOT_FOUND, () -> book.cancel("acme", "s1", null));
        assertThat(book.list("acme")).isEmpty();
        assertThat(book.list("globex")).isEmpty();
    }

    @Test
    void timeOfAClosedPeriodIsNotSubscribedAfterwards() {
        closedPeriod("2026-02-01T00:00:00", "2026-03-01T00:00:00");

        assertRefused(Reason.SUBSCRIPTION_CONFLICT, () -> subscribe("s1", "standard", "2026-02-28T23:59:59Z"));
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
    }

    @Test
    void aMoveHoldsFromTheNextPeriodAndShortensTheGatesVersion() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
        gateVersionUntil("2026-05-01T00:00:00");
        long seq = gateSeq();
        PlanVersion second = publish("standard", "USD", 2);

        Optional<Instant> from = book.moveNextPeriod("acme", second.planVersionId());

        assertThat(from).contains(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(planAt("2026-03-31T23:59:59.999999Z")).contains("standard v1");
        assertThat(planAt("2026-04-01T00:00:00Z")).contains("standard v2");
        assertThat(gateVersionUntil()).isEqualTo("2026-04-01T00:00:00.000000");
        assertThat(gateSeq()).isEqualTo(seq + 1);
    }

    @Test
    void aMoveThatHoldsAlreadyChangesNothing() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
        PlanVersion second = publish("standard", "USD", 2);
        book.moveNextPeriod("acme", second.planVersionId());
        long seq = gateSeq();

        assertThat(book.moveNextPeriod("acme", second.planVersionId())).isEmpty();
        assertThat(gateSeq()).isEqualTo(seq);
    }

    @Test
    @DisplayName("section 7: a change replaces every later one of the subscription")
    void aLaterMoveReplacesTheOneBefore() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
        book.moveNextPeriod("acme", publish("standard", "USD", 2).planVersionId());

        book.moveNextPeriod("acme", publish("standard", "USD", 3).planVersionId());

        assertThat(planAt("2026-03-31T00:00:00Z")).contains("standard v1");
        assertThat(planAt("2026-04-01T00:00:00Z")).contains("standard v3");
        assertThat(book.list("acme").getFirst().stretches()).hasSize(2);
    }

    @Test
    void aPeriodThatHasUsageAlreadyKeepsItsVersion() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
        newestUsage("2026-04-01T00:03:00");

        Optional<Instant> from =
                book.moveNextPeriod("acme", publish("standard", "USD", 2).planVersionId());

        assertThat(from).contains(Instant.parse("2026-05-01T00:00:00Z"));
    }

    @Test
    void aSubscriptionThatStartsLaterMovesFromItsStart() {
        subscribe("s1", "standard", "2026-07-15T00:00:00Z");

        Optional<Instant> from =
                book.moveNextPeriod("acme", publish("standard", "USD", 2).planVersionId());

        assertThat(from).contains(Instant.parse("2026-07-15T00:00:00Z"));
        assertThat(book.list("acme").getFirst().stretches()).hasSize(1);
    }

    @Test
    void aMoveKeepsTheEndOfACancelledSubscription() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
        book.cancel("acme", "s1", Instant.parse("2026-06-01T00:00:00Z"));

        book.moveNextPeriod("acme", publish("standard", "USD", 2).planVersionId());

        assertThat(planAt("2026-05-31T00:00:00Z")).contains("standard v2");
        assertThat(planAt("2026-06-01T00:00:00Z")).isEmpty();
    }

    @Test
    void aSubscriptionThatEndsBeforeTheNextPeriodIsNotMoved() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
        book.cancel("acme", "s1", Instant.parse("2026-04-01T00:00:00Z"));
        PlanVersion second = publish("standard", "USD", 2);

        assertRefused(Reason.SUBSCRIPTION_NOT_FOUND, () -> book.moveNextPeriod("acme", second.planVersionId()));
    }

    @Test
    void withoutAnInstantASubscriptionEndsWithThePeriod() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");

        book.cancel("acme", "s1", null);
        clock.set("2026-05-05T00:00:00Z");
        book.cancel("acme", "s1", null);

        assertThat(planAt("2026-03-31T23:59:59.999999Z")).isPresent();
        assertThat(planAt("2026-04-01T00:00:00Z")).isEmpty();
    }

    @Test
    void usedTimeIsNotCutOff() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
        newestUsage("2026-03-10T00:00:00.5");

        assertRefused(
                Reason.SUBSCRIPTION_CONFLICT, () -> book.cancel("acme", "s1", Instant.parse("2026-03-10T00:00:00.5Z")));
        book.cancel("acme", "s1", Instant.parse("2026-03-10T00:00:00.500001Z"));

        assertThat(planAt("2026-03-10T00:00:00.5Z")).isPresent();
        assertRefused(
                Reason.SUBSCRIPTION_CONFLICT, () -> book.cancel("acme", "s1", Instant.parse("2026-05-01T00:00:00Z")));
    }

    @Test
    void closedTimeIsNotCutOff() {
        subscribe("s1", "standard", "2026-01-01T00:00:00Z");
        closedPeriod("2026-02-01T00:00:00", "2026-03-01T00:00:00");

        assertRefused(
                Reason.SUBSCRIPTION_CONFLICT, () -> book.cancel("acme", "s1", Instant.parse("2026-02-15T00:00:00Z")));
        book.cancel("acme", "s1", Instant.parse("2026-03-01T00:00:00Z"));
    }

    @Test
    void closingACustomerEndsItsSubscriptionJustAfterItsNewestUsage() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
        book.moveNextPeriod("acme", publish("standard", "USD", 2).planVersionId());
        newestUsage("2026-03-11T12:04:00");

        customers.changeStatus("acme", CustomerStatus.CLOSED);

        assertThat(planAt("2026-03-11T12:04:00Z")).isPresent();
        assertThat(planAt("2026-03-11T12:04:00.000001Z")).isEmpty();
        assertThat(planAt("2026-04-02T00:00:00Z")).isEmpty();
        assertRefused(Reason.CUSTOMER_CLOSED, () -> subscribe("s2", "standard", "2026-05-01T00:00:00Z"));
    }

    @Test
    void aCustomerGetsTheVersionInItsOwnCurrencyAndNeverAnother() {
        List<PlanVersion> world = publishWorld("[NGN, USD]", "{NGN: 1, USD: 2}");

        Subscription made = subscribe("s1", "world", "2026-03-01T00:00:00Z");

        assertThat(made.stretches())
                .extracting(Stretch::planVersionId)
                .containsExactly(world.getLast().planVersionId());
        assertRefused(
                Reason.CURRENCY_MISMATCH,
                () -> book.moveNextPeriod("acme", world.getFirst().planVersionId()));
    }

    @Test
    void aMoveOfAPlanTakesWhoIsInTheSameCurrency() {
        publishWorld("[NGN, USD]", "{NGN: 1, USD: 2}");
        subscribe("s1", "world", "2026-03-01T00:00:00Z");
        PlanMove move = new PlanMove(book, plans);

        List<PlanVersion> next = publishWorld("[NGN, USD]", "{NGN: 3, USD: 2}");
        assertThat(next).extracting(move::onOlderVersions).containsExactly(0, 1);
        PlanVersion naira = publishWorld("NGN", "3").getFirst();
        assertThat(move.toNextPeriod(naira)).isZero();
        assertThat(move.inOtherCurrencies(naira)).isOne();
    }

    private List<PlanVersion> publishWorld(String currencies, String flat) {
        String yaml = "plan: world\ncurrency: %s\ncharges: [{id: base, flat: %s}]\n".formatted(currencies, flat);
        List<Publication> published = plans.publish(PlanParser.parse(yaml));
        return published.stream().map(Publication::version).toList();
    }

    @Test
    void everybodyOnAnOlderVersionIsFoundOnceByKey() {
        subscribe("s1", "standard", "2026-03-01T00:00:00Z");
        customers.create(new CustomerProfile("globex", "", "", Currency.getInstance("USD"), "stripe"));
        book.create(new SubscriptionRequest("globex", "s1", "premium", null));
        long first = plans.latest("standard").orElseThrow().planVersionId();
        PlanVersion second = publish("standard", "USD", 2);

        assertThat(book.openOn(List.of(first), 0, 10))
                .extracting(Customer::customerId)
                .containsExactly("acme");

        book.moveNextPeriod("acme", second.planVersionId());
        assertThat(book.openOn(List.of(first), 0, 10)).isEmpty();
    }

    private Subscription subscribe(String subscriptionId, String planId, @Nullable String start) {
        return book.create(
                new SubscriptionRequest("acme", subscriptionId, planId, start == null ? null : Instant.parse(start)));
    }

    private PlanVersion publish(String planId, String currency, int flat) {
        String yaml = """
                plan: %s
                currency: %s
                charges:
                  - {id: base, flat: %d.00}
                """.formatted(planId, currency, flat);
        return plans.publish(PlanParser.parse(yaml)).getFirst().version();
    }

    private Optional<String> planAt(String instant) {
        long key = customers.require("acme").customerKey();
        return book.versionAt(key, Instant.parse(instant))
                .map(stretch -> plans.version(stretch.planVersionId()).label());
    }

    private void newestUsage(String time) {
        DATABASE.jdbcClient()
                .sql("update customer_ledgers set usage_time_max = :time")
                .param("time", time)
                .update();
    }

    private void gateVersionUntil(String time) {
        DATABASE.jdbcClient()
                .sql("update customer_ledgers set version_until_time = :time")
                .param("time", time)
                .update();
    }

    private String gateVersionUntil() {
        return DATABASE.jdbcClient()
                .sql("select date_format(version_until_time, '%Y-%m-%dT%H:%i:%s.%f') from customer_ledgers")
                .query((row, number) -> row.getString(1))
                .single();
    }

    private long gateSeq() {
        return DATABASE.jdbcClient()
                .sql("select next_seq from customer_ledgers")
                .query((row, number) -> row.getLong(1))
                .single();
    }

    private void closedPeriod(String start, String end) {
        DATABASE.jdbcClient()
                .sql("""
                        insert into billing_periods (customer_key, period_start, period_end, state, currency,
                          plan_version_id, usage_cost, last_seq, unpriced, unpriced_seq, waived_seq, over_unreserved,
                          over_above_hold, over_outside_hold, over_after_expiry, over_plan_changed, over_corrected,
                          invoiced_seq)
                        values (:key, :start, :end, 'CLOSED', 'USD', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1)
                        """)
                .param("key", customers.require("acme").customerKey())
                .param("start", start)
                .param("end", end)
                .update();
    }

    private static void assertRefused(Reason reason, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }
}
