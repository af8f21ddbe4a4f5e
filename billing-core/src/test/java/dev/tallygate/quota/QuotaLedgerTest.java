package dev.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestCore;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.customer.SubscriptionBook;
import dev.tallygate.customer.SubscriptionRequest;
import dev.tallygate.ledger.PeriodState;
import dev.tallygate.quota.Quota.AllowanceQuota;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.usage.EventResult;
import dev.tallygate.usage.UsageEvent;
import dev.tallygate.usage.UsageRecorder;
import dev.tallygate.usage.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaLedgerTest {

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final SettableClock CLOCK = SettableClock.at("2026-03-15T12:00:00Z");
    private static final String PLANS = """
            plan: capped
            currency: USD
            spend_cap: {amount: 10.00, kind: hard}
            charges:
              - {id: input, meter: tokens_in, per: 1, price: {"paid*": 1.00, "gratis": 0}}
              - {id: output, meter: tokens_out, per: 1, price: {"paid*": 2.00, "gratis": 0}}
            ---
            plan: warned
            currency: USD
            unpriced: allow
            spend_cap: {amount: 10.00, kind: soft}
            charges:
              - {id: input, meter: tokens_in, per: 1, price: {"paid*": 1.00}}
            ---
            plan: included
            currency: USD
            charges:
              - {id: tokens, meter: [tokens_in, tokens_out], per: 1, price: 0}
              - {id: gpu, meter: compute_millis, per: 1, price: 0.01}
            allowances:
              - {id: hundred, charges: [tokens], quantity: 100, kind: hard}
            """;

    private static TestCore core;
    private static QuotaLedger quotas;

    @BeforeAll
    static void startCore() {
        core = TestCore.start(DATABASE, CLOCK);
        quotas = core.get(QuotaLedger.class);
    }

    @AfterAll
    static void stopCore() {
        core.close();
    }

    @BeforeEach
    void customersOnThePlans() {
        DATABASE.clear();
        CLOCK.set("2026-03-15T12:00:00Z");
        core.publish(PLANS);
        core.subscribe("capped", "capped", "2026-03-01T00:00:00Z");
        core.subscribe("warned", "warned", "2026-03-01T00:00:00Z");
        core.subscribe("included", "included", "2026-03-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # used, asked, denied
            0,  10,
            0,  11, SPEND_CAP_REACHED
            9,  1,
            9,  2,  SPEND_CAP_REACHED
            10, 0,
            10, 1,  SPEND_CAP_REACHED
            11, 0,
            11, 1,  SPEND_CAP_REACHED
            """)
    void aHardCapDeniesWhatWouldPassIt(long used, long asked, DenyReason denied) {
        use("capped", "paid", used);

        assertThat(check("capped", "paid", Map.of("tokens_in", asked))
                        .denyReason()
                        .orElse(null))
                .isEqualTo(denied);
    }

    @Test
    @DisplayName("W4: cap 10, U = 11 by unreserved usage, a check for a model whose price is 0: allowed")
    void freeUsageStaysAllowedOverTheCap() {
        use("capped", "paid", 11);

        CheckAnswer answer = check("capped", "gratis", Map.of("tokens_in", 1_000L));

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.quotaIfAny().orElseThrow().spend()).isEqualByComparingTo("11");
        assertThat(answer.quotaIfAny().orElseThrow().remaining().orElseThrow()).isEqualByComparingTo("0");
    }

    @Test
    void withoutQuantitiesOneUnitOfEachPricedMeterIsAsked() {
        use("capped", "paid", 7);
        assertThat(check("capped", "paid", Map.of()).allowed())
                .as("1 + 2 fit into 3")
                .isTrue();

        use("capped", "paid", 1);
        assertThat(check("capped", "paid", Map.of()).denyReason()).contains(DenyReason.SPEND_CAP_REACHED);
    }

    @Test
    void aPartAsksForItsWhole() {
        use("capped", "paid", 9);

        assertThat(check("capped", "paid", Map.of("tokens_in_cached", 2L)).denyReason())
                .contains(DenyReason.SPEND_CAP_REACHED);
    }

    @Test
    void aSoftCapNeverDenies() {
        use("warned", "paid", 50);

        CheckAnswer answer = check("warned", "paid", Map.of("tokens_in", 50L));

        assertThat(answer.allowed()).isTrue();
        assertThat(answer.quotaIfAny().orElseThrow().spendCap().orElseThrow().isHard())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # used, asked, denied
            0,   100,
            0,   101, ALLOWANCE_EXHAUSTED
            60,  40,
            60,  41,  ALLOWANCE_EXHAUSTED
            150, 1,   ALLOWANCE_EXHAUSTED
            """)
    void aHardAllowanceDeniesWhatWouldPassIt(long used, long asked, DenyReason denied) {
        use("included", "any", used);

        CheckAnswer answer = check("included", "any", Map.of("tokens_out", asked));

        assertThat(answer.denyReason().orElse(null)).isEqualTo(denied);
        assertThat(answer.quotaIfAny().orElseThrow().allowances())
                .containsExactly(new AllowanceQuota("hundred", 100, used, 0));
    }

    @Test
    void anExhaustedAllowanceDeniesOnlyWhatDrawsOnIt() {
        use("included", "any", 100);

        assertThat(check("included", "any", Map.of("compute_millis", 5L)).allowed())
                .isTrue();
    }

    @Test
    void whatHasNoPriceIsDeniedOrAllowedAsThePlanSays() {
        assertThat(check("capped", "strange", Map.of()).denyReason()).contains(DenyReason.MODEL_NOT_IN_PLAN);
        assertThat(check("warned", "strange", Map.of("tokens_in", 1L)).allowed())
                .isTrue();
    }

    @Test
    void aMeterThatNoChargeNamesIsNotUnpriced() {
        assertThat(check("capped", "paid", Map.of("images", 5L)).allowed()).isTrue();
    }

    @Test
    void customersThatMayNotUseAnythingAreToldWhy() {
        CustomerRegistry customers = core.get(CustomerRegistry.class);

        assertThat(check("nobody", "paid", Map.of()).denyReason()).contains(DenyReason.CUSTOMER_UNKNOWN);
        customers.changeStatus("capped", CustomerStatus.SUSPENDED);
        assertThat(check("capped", "paid", Map.of()).denyReason()).contains(DenyReason.CUSTOMER_SUSPENDED);
        customers.changeStatus("capped", CustomerStatus.CLOSED);
        assertThat(check("capped", "paid", Map.of()).denyReason()).contains(DenyReason.CUSTOMER_CLOSED);
    }

    @Test
    void timeWithoutASubscriptionIsDeniedWithoutAQuota() {
        core.subscribe("later", "capped", "2026-03-16T00:00:00Z");

        CheckAnswer answer = check("later", "paid", Map.of());

        assertThat(answer.denyReason()).contains(DenyReason.NO_SUBSCRIPTION);
        assertThat(answer.quotaIfAny()).isEmpty();
    }

    @Test
    void spendBeginsAnewAtTheEndOfThePeriodThatTheAnswerNames() {
        use("capped", "paid", 10);
        CheckAnswer march = check("capped", "paid", Map.of());
        assertThat(march.allowed()).isFalse();
        Instant reset = march.quotaIfAny().orElseThrow().period().end();
        assertThat(reset).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));

        CLOCK.set(reset.toString());
        CheckAnswer april = check("capped", "paid", Map.of());

        assertThat(april.allowed()).isTrue();
        assertThat(april.quotaIfAny().orElseThrow().spend()).isEqualByComparingTo("0");
    }

    @Test
    @DisplayName("invariant 12: each check reads which version holds")
    void theNextCheckSeesAnotherPlanAtOnce() {
        use("capped", "paid", 10);
        assertThat(check("capped", "paid", Map.of()).allowed()).isFalse();
        SubscriptionBook book = core.get(SubscriptionBook.class);
        book.cancel("capped", "sub-capped", Instant.parse("2026-03-16T00:00:00Z"));
        book.create(new SubscriptionRequest("capped", "next", "warned", Instant.parse("2026-03-16T00:00:00Z")));
        CLOCK.set("2026-03-16T00:00:00Z");

        assertThat(check("capped", "paid", Map.of()).allowed()).isTrue();
    }

    @Test
    void aCheckWritesNothing() {
        check("capped", "paid", Map.of("tokens_in", 5L));

        assertThat(quotas.usageOf("capped", CLOCK.instant()).windows())
                .singleElement()
                .satisfies(window -> assertThat(window.byModel()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "tokens_in, -1, QUANTITY_NEGATIVE",
        "images, 1000000000001, QUANTITY_TOO_LARGE",
        "tokens_in_uncached, 1, METER_INVALID",
        "no good, 1, METER_INVALID"
    })
    void aMalformedRequestIsRefused(String meter, long quantity, Reason reason) {
        assertThatThrownBy(() -> check("capped", "paid", Map.of(meter, quantity)))
                .isInstanceOfSatisfying(
                        Rejected.class, thrown -> assertThat(thrown.reason()).isEqualTo(reason));
    }

    @Test
    void partsThatExceedANamedWholeAreRefused() {
        assertThatThrownBy(() -> check("capped", "paid", Map.of("tokens_in", 1L, "tokens_in_cached", 2L)))
                .isInstanceOfSatisfying(
                        Rejected.class, thrown -> assertThat(thrown.reason()).isEqualTo(Reason.PART_EXCEEDS_WHOLE));
    }

    @Test
    void usageOfAPeriodIsToldByModelWithItsQuota() {
        use("included", "b", 30);
        use("included", "a", 20);

        UsageReport report = quotas.usageOf("included", CLOCK.instant());

        assertThat(report.state()).isEqualTo(PeriodState.OPEN);
        assertThat(report.unpriced()).isFalse();
        assertThat(report.windows())
                .singleElement()
                .satisfies(window -> assertThat(window.byModel().keySet()).containsExactly("a", "b"));
        assertThat(report.quotaIfAny().orElseThrow().allowances())
                .containsExactly(new AllowanceQuota("hundred", 100, 50, 0));
        assertThatThrownBy(() -> quotas.usageOf("nobody", CLOCK.instant()))
                .isInstanceOfSatisfying(
                        Rejected.class, thrown -> assertThat(thrown.reason()).isEqualTo(Reason.CUSTOMER_NOT_FOUND));
    }

    @Test
    void aPeriodBeforeTheSubscriptionHasNoQuota() {
        UsageReport report = quotas.usageOf("included", Instant.parse("2026-02-01T00:00:00Z"));

        assertThat(report.quotaIfAny()).isEmpty();
        assertThat(report.windows()).isEmpty();
    }

    @Test
    void quotasOfManyLeaveOutWhoeverHasNone() {
        use("capped", "paid", 4);

        Map<String, Quota> all = quotas.quotasOf(List.of("capped", "nobody", "warned"));

        assertThat(all).containsOnlyKeys("capped", "warned");
        assertThat(Objects.requireNonNull(all.get("capped")).spend()).isEqualByComparingTo("4");
    }

    private static int used;

    private static void use(String customerId, String modelId, long tokensIn) {
        UsageEvent event = UsageEvent.builder("use-" + used++, customerId)
                .usageTime(CLOCK.instant())
                .modelId(modelId)
                .tokensIn(tokensIn)
                .build();
        assertThat(core.get(UsageRecorder.class)
                        .record(List.of(event))
                        .toCompletableFuture()
                        .join())
                .extracting(EventResult::verdict)
                .containsExactly(Verdict.RECORDED);
    }

    private static CheckAnswer check(String customerId, String modelId, Map<String, Long> quantities) {
        return quotas.check(new CheckRequest(customerId, modelId, new TreeMap<>(quantities)))
                .toCompletableFuture()
                .join();
    }
}
