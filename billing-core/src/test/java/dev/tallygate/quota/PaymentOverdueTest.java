package dev.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestCore;
import dev.tallygate.TestDatabase;
import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.ledger.Debt;
import dev.tallygate.ledger.Debt.Unpaid;
import dev.tallygate.ledger.DebtRepository;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import dev.tallygate.usage.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two servers on one database, and a customer whose oldest unpaid invoice is known to its gate. */
class PaymentOverdueTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final String NOW = "2026-03-15T12:00:00Z";
    private static final SettableClock CLOCK = SettableClock.at(NOW);
    private static final String PLANS = """
            plan: strict
            currency: USD
            overdue: {deny_after_days: 14}
            charges:
              - {id: input, meter: tokens_in, per: 1, price: 1.00}
            ---
            plan: patient
            currency: USD
            overdue: {notices: [0]}
            charges:
              - {id: input, meter: tokens_in, per: 1, price: 1.00}
            """;

    private static TestCore first;
    private static TestCore second;

    private final AtomicInteger reservations = new AtomicInteger();
    private long acme;

    @BeforeAll
    static void startServers() {
        first = TestCore.start(DATABASE, CLOCK);
        second = TestCore.start(DATABASE, CLOCK);
    }

    @AfterAll
    static void stopServers() {
        first.close();
        second.close();
    }

    @BeforeEach
    void aCustomer() {
        DATABASE.clear();
        CLOCK.set(NOW);
        first.publish(PLANS);
        acme = first.subscribe("acme", "strict", "2026-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # due,                     allowed until,             denied,          deny time told
                                     ,                          ,                ,
                                     , 2026-12-01T00:00:00Z     ,                ,
            2026-04-01T00:00:00Z     ,                          ,                ,
            2026-03-15T12:00:00.000001Z,                        ,                ,
            2026-03-15T12:00:00Z     ,                          ,                , 2026-03-29T12:00:00Z
            2026-03-01T12:00:00.000001Z,                        ,                , 2026-03-15T12:00:00.000001Z
            2026-03-01T12:00:00Z     ,                          , PAYMENT_OVERDUE, 2026-03-15T12:00:00Z
            2026-01-01T00:00:00Z     , 2026-03-15T12:00:00.000001Z,              , 2026-03-15T12:00:00.000001Z
            2026-01-01T00:00:00Z     , 2026-03-15T12:00:00Z     , PAYMENT_OVERDUE, 2026-03-15T12:00:00Z
            2026-03-10T00:00:00Z     , 2026-03-01T00:00:00Z     ,                , 2026-03-24T00:00:00Z
            """)
    void thePlanDeniesSoManyDaysAfterItWasDue(
            @Nullable Instant due,
            @Nullable Instant allowedUntil,
            @Nullable DenyReason denied,
            @Nullable Instant denyTime) {
        owe(due, allowedUntil);

        for (TestCore server : List.of(first, second)) {
            CheckAnswer check = check(server);
            ReserveAnswer reserve = reserve(server);
            assertThat(check.denied()).isEqualTo(denied);
            assertThat(reserve.denied()).isEqualTo(denied);
            assertThat(check.overdueIfAny().flatMap(Overdue::deniesFrom).orElse(null))
                    .isEqualTo(denyTime);
            assertThat(reserve.overdueIfAny()).isEqualTo(check.overdueIfAny());
        }
    }

    @Test
    void theAnswerNamesTheInvoiceAndWhereItIsPaid() {
        owe("2026-02-01T00:00:00Z");

        Overdue overdue = check(first).overdueIfAny().orElseThrow();

        assertThat(overdue.invoiceId()).isEqualTo("inv_1");
        assertThat(overdue.dueTime()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(overdue.payPage()).contains("https://pay.example/inv_1");
        assertThat(DenyReason.PAYMENT_OVERDUE.isMendedByPaying()).isTrue();
    }

    @Test
    void itIsDeniedFromTheInstantOnWithoutAnyJob() {
        owe("2026-03-01T12:00:00.000001Z");

        assertThat(check(first).allowed()).isTrue();
        CLOCK.set("2026-03-15T12:00:00.000001Z");
        assertThat(check(first).denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);
        assertThat(reserve(second).denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);
    }

    @Test
    void payingLiftsItAtOnceOnEveryServerWhateverTheyRemember() {
        owe("2026-02-01T00:00:00Z");
        assertThat(reserve(first).denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);
        assertThat(reserve(second).denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);

        owe(null, null);

        for (TestCore server : List.of(first, second)) {
            assertThat(check(server).allowed()).isTrue();
            assertThat(reserve(server).granted()).isTrue();
        }
    }

    @Test
    void aServerThatRemembersACustomerWithoutDebtHearsOfOne() {
        assertThat(reserve(first).granted()).isTrue();
        assertThat(reserve(first).granted()).isTrue();

        owe("2026-02-01T00:00:00Z");

        assertThat(reserve(first).denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);
    }

    @Test
    void usageIsRecordedAllTheSameAndRecordingLeavesTheDebtAlone() {
        owe("2026-02-01T00:00:00Z");

        for (int i = 0; i < 3; i++) {
            assertThat(record("e" + i)).isEqualTo(Verdict.RECORDED);
        }

        assertThat(check(second).denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);
        assertThat(check(second).quotaIfAny().orElseThrow().spend()).isEqualByComparingTo("3");
    }

    @Test
    void aPlanThatNeverDeniesOnlyTells() {
        long globex = first.subscribe("globex", "patient", "2026-01-01T00:00:00Z");
        owe(globex, Instant.parse("2025-01-01T00:00:00Z"), null);

        CheckAnswer answer = check(first, "globex");

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.overdueIfAny().orElseThrow().deniesFrom()).isEmpty();
    }

    @Test
    void anotherPlanAppliesFromThenOn() {
        owe("2026-02-01T00:00:00Z");
        assertThat(check(first).denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);
        assertThat(reserve(second).denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);

        first.get(SubscriptionBook.class)
                .moveNextPeriod(
                        "acme",
                        first.get(PlanCatalog.class)
                                .latest("patient")
                                .orElseThrow()
                                .planVersionId());

        assertThat(check(first).denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);
        CLOCK.set("2026-04-01T00:00:00Z");
        assertThat(check(first).allowed()).isTrue();
        assertThat(reserve(second).granted()).isTrue();
    }

    @Test
    void aSuspensionIsSaidFirstAndAnUnpricedModelAfter() {
        owe("2026-02-01T00:00:00Z");
        assertThat(check(first, "acme", Map.of("images", 1L)).denied()).isEqualTo(DenyReason.PAYMENT_OVERDUE);

        first.get(CustomerRegistry.class).changeStatus("acme", CustomerStatus.SUSPENDED);

        assertThat(check(first).denied()).isEqualTo(DenyReason.CUSTOMER_SUSPENDED);
        assertThat(reserve(second).denied()).isEqualTo(DenyReason.CUSTOMER_SUSPENDED);
    }

    private void owe(String due) {
        owe(Instant.parse(due), null);
    }

    private void owe(@Nullable Instant due, @Nullable Instant allowedUntil) {
        owe(acme, due, allowedUntil);
    }

    private static void owe(long customerKey, @Nullable Instant due, @Nullable Instant allowedUntil) {
        Unpaid unpaid = due == null ? null : new Unpaid("inv_1", due, "https://pay.example/inv_1");
        DATABASE.transactions().run(() -> {
            first.get(GateRepository.class).lock(List.of(customerKey));
            first.get(DebtRepository.class).write(customerKey, new Debt(unpaid, allowedUntil));
        });
    }

    private static CheckAnswer check(TestCore server) {
        return check(server, "acme");
    }

    private static CheckAnswer check(TestCore server, String customerId) {
        return check(server, customerId, Map.of("tokens_in", 1L));
    }

    private static CheckAnswer check(TestCore server, String customerId, Map<String, Long> quantities) {
        return server.get(QuotaLedger.class)
                .check(new CheckRequest(customerId, "gpt", new TreeMap<>(quantities)))
                .toCompletableFuture()
                .join();
    }

    private ReserveAnswer reserve(TestCore server) {
        ReserveRequest request = new ReserveRequest(
                "acme", "r" + reservations.incrementAndGet(), "gpt", new TreeMap<>(Map.of("tokens_in", 1L)), null);
        return server.get(QuotaReserver.class)
                .reserve(request, Instant.MAX)
                .toCompletableFuture()
                .join();
    }

    private static Verdict record(String eventId) {
        UsageEvent event = UsageEvent.builder(eventId, "acme")
                .modelId("gpt")
                .tokensIn(1)
                .usageTime(CLOCK.instant())
                .build();
        return first.get(UsageRecorder.class)
                .record(List.of(event))
                .toCompletableFuture()
                .join()
                .getFirst()
                .verdict();
    }
}
