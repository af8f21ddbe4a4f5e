package dev.tallygate.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.customer.CustomerStatus;
import dev.tallygate.quota.Quota.AllowanceQuota;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import dev.tallygate.reservation.Reservation;
import dev.tallygate.reservation.ReservationState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is granted, and what stands in the way. Cap 10, 1 a unit of input. */
class QuotaReserverTest {

    @RegisterExtension
    static final ReservationScene SCENE = ReservationScene.create();

    private static final String MARCH = "2026-03-01T00:00:00Z";
    private static final String APRIL = "2026-04-01T00:00:00Z";

    @ParameterizedTest
    @CsvSource(textBlock = """
            # used, held, asked, denied
            0,  0,  10,
            0,  0,  11, SPEND_CAP_REACHED
            4,  5,  1,
            4,  5,  2,  SPEND_CAP_REACHED
            4,  6,  1,  SPEND_CAP_REACHED
            4,  6,  0,
            11, 0,  1,  SPEND_CAP_REACHED
            """)
    @DisplayName("invariant 4: used, held and asked together stay under a hard cap")
    void aHardCapDeniesWhatWouldPassIt(long used, long held, long asked, @Nullable DenyReason denied) {
        if (used > 0) {
            SCENE.use("e1", "", used);
        }
        if (held > 0) {
            SCENE.reserve("r0", held);
        }

        assertThat(SCENE.reserve("r1", asked).denied()).isEqualTo(denied);
        assertThat(SCENE.check("acme", "paid", Map.of("tokens_in", asked)).allowed())
                .as("a check of as much again, which sees what was granted")
                .isEqualTo(asked == 0);
    }

    @Test
    void freeUsageIsHeldAlsoOverTheCap() {
        SCENE.use("e1", "", 11);

        assertThat(SCENE.reserve("acme", "r1", "gratis", Map.of("tokens_in", 1_000L), null)
                        .granted())
                .isTrue();
    }

    @Test
    void aHardAllowanceIsHeldOfToo() {
        SCENE.core().subscribe("free", "included", "2026-01-01T00:00:00Z");

        ReserveAnswer first = SCENE.reserve("free", "r1", "m", Map.of("tokens_in", 60L, "tokens_out", 20L), null);
        ReserveAnswer second = SCENE.reserve("free", "r2", "m", Map.of("tokens_in", 21L), null);
        ReserveAnswer other = SCENE.reserve("free", "r3", "m", Map.of("compute_millis", 5_000L), null);

        assertThat(first.quotaIfAny().orElseThrow().allowances())
                .containsExactly(new AllowanceQuota("hundred", 100, 0, 80));
        assertThat(second.denyReason()).contains(DenyReason.ALLOWANCE_EXHAUSTED);
        assertThat(other.granted()).isTrue();
        assertThat(SCENE.check("free", "m", Map.of("tokens_in", 20L)).allowed()).isTrue();
        assertThat(SCENE.check("free", "m", Map.of("tokens_in", 21L)).denyReason())
                .contains(DenyReason.ALLOWANCE_EXHAUSTED);
    }

    @Test
    void aSoftCapDeniesNothing() {
        SCENE.core().subscribe("soft", "warned", "2026-01-01T00:00:00Z");

        assertThat(SCENE.reserve("soft", "r1", "paid", Map.of("tokens_in", 11L), null)
                        .granted())
                .isTrue();
    }

    @Test
    void aDenialHoldsNothingAndDoesNotClaimTheId() {
        assertThat(SCENE.reserve("r1", 11).granted()).isFalse();

        assertThat(SCENE.heldTokensIn(MARCH)).isZero();
        assertThat(SCENE.gateOf("acme").holds().isNone()).isTrue();
        assertThat(SCENE.release("r1")).isNull();
        assertThat(SCENE.reserve("r1", 10).granted()).isTrue();
    }

    @Test
    void theSameRequestAgainIsAnsweredWithTheSameReservationAsItStands() {
        Reservation first = SCENE.reserve("r1", 10).reservationIfAny().orElseThrow();
        SCENE.clock().advance(Duration.ofMinutes(1));

        assertThat(SCENE.reserve("r1", 10).reservationIfAny()).contains(first);
        assertThat(SCENE.heldTokensIn(MARCH)).isEqualTo(10);

        SCENE.use("e1", "r1", 7);
        ReserveAnswer later = SCENE.reserve("r1", 10);

        assertThat(later.granted()).isTrue();
        assertThat(later.reservationIfAny().orElseThrow().state()).isEqualTo(ReservationState.COMMITTED);
        assertThat(SCENE.heldTokensIn(MARCH)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"paid, 6, 300", "paid-2, 5, 300", "paid, 5, 301"})
    void anotherContentUnderTheSameIdIsAConflict(String modelId, long tokensIn, long ttlSeconds) {
        SCENE.reserve("acme", "r1", "paid", Map.of("tokens_in", 5L), Duration.ofMinutes(5));

        assertThatThrownBy(() -> SCENE.reserve(
                        "acme", "r1", modelId, Map.of("tokens_in", tokensIn), Duration.ofSeconds(ttlSeconds)))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Reason.RESERVATION_CONFLICT));
        assertThat(SCENE.heldTokensIn(MARCH)).isEqualTo(5);
    }

    @Test
    void releasedAndExpiredHoldsComeBack() {
        SCENE.reserve("r1", 6);
        SCENE.reserve("r2", 4);

        assertThat(SCENE.reserve("r3", 1).granted()).isFalse();
        assertThat(SCENE.release("r2")).isEqualTo(ReservationState.RELEASED);
        assertThat(SCENE.release("r2")).isEqualTo(ReservationState.RELEASED);
        assertThat(SCENE.reserve("r3", 4).granted()).isTrue();

        SCENE.clock().advance(Duration.ofMinutes(5));

        assertThat(SCENE.check("acme", "paid", Map.of("tokens_in", 10L)).allowed())
                .as("overdue holds are not counted, also before they are written off")
                .isTrue();
        assertThat(SCENE.reserve("r4", 10).granted()).isTrue();
        assertThat(SCENE.release("r1")).isEqualTo(ReservationState.EXPIRED);
        assertThat(SCENE.heldTokensIn(MARCH)).isEqualTo(10);
    }

    @Test
    void aCheckAndAReportTellWhatIsHeld() {
        SCENE.use("e1", "", 3);
        SCENE.reserve("r1", 5);

        Quota checked = SCENE.check("acme", "paid", Map.of("tokens_in", 3L))
                .quotaIfAny()
                .orElseThrow();
        Quota reported = SCENE.core()
                .get(QuotaLedger.class)
                .usageOf("acme", SCENE.clock().instant())
                .quotaIfAny()
                .orElseThrow();

        assertThat(checked.spend()).isEqualByComparingTo("3");
        assertThat(checked.held()).isEqualByComparingTo("5");
        assertThat(checked.remaining().orElseThrow()).isEqualByComparingTo("2");
        assertThat(reported.held()).isEqualByComparingTo("5");
    }

    @Test
    void aReservationThatReachesIntoTheNextPeriodIsJudgedThereToo() {
        SCENE.clock().set("2026-03-31T23:58:00Z");
        SCENE.reserve("acme", "r1", "paid", Map.of("tokens_in", 8L), Duration.ofMinutes(10));
        SCENE.use("e1", "", 2);
        SCENE.clock().set("2026-04-01T00:00:00Z");

        assertThat(SCENE.reserve("r2", 3).denyReason()).contains(DenyReason.SPEND_CAP_REACHED);
        assertThat(SCENE.reserve("r2", 2).granted()).isTrue();

        SCENE.clock().set("2026-04-01T00:08:00Z");

        assertThat(SCENE.reserve("r3", 8).denyReason()).isEmpty();
        assertThat(SCENE.heldTokensIn(APRIL)).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource(
            value = CustomerStatus.class,
            names = {"SUSPENDED", "CLOSED"})
    void aCustomerThatIsNotActiveHoldsNothingNew(CustomerStatus status) {
        SCENE.reserve("r1", 1);
        SCENE.core().get(CustomerRegistry.class).changeStatus("acme", status);

        assertThat(SCENE.reserve("r2", 1).granted()).isFalse();
        assertThat(SCENE.reserve("r1", 1).granted()).as("it was granted before").isTrue();
        assertThat(SCENE.release("r1")).isEqualTo(ReservationState.RELEASED);
    }

    @Test
    void whoIsUnknownOrHasNoPlanOrNoPriceIsDenied() {
        assertThat(SCENE.reserve("nobody", "r1", "paid", Map.of("tokens_in", 1L), null)
                        .denyReason())
                .contains(DenyReason.CUSTOMER_UNKNOWN);
        assertThat(SCENE.reserve("acme", "r1", "strange", Map.of("tokens_in", 1L), null)
                        .denyReason())
                .contains(DenyReason.MODEL_NOT_IN_PLAN);
        SCENE.clock().set("2025-12-31T12:00:00Z");
        assertThat(SCENE.reserve("r1", 1).denyReason()).contains(DenyReason.NO_SUBSCRIPTION);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # reservation, model, meter, quantity, ttl, reason, field
            '',   paid,  tokens_in,          1,             60,    FIELD_INVALID,        reservation_id
            a b,  paid,  tokens_in,          1,             60,    FIELD_INVALID,        reservation_id
            r1,   a b,   tokens_in,          1,             60,    MODEL_ID_INVALID,     model_id
            r1,   paid,  '',                 1,             60,    FIELD_INVALID,        quantities
            r1,   paid,  latency_millis,     1,             60,    METER_INVALID,        quantities
            r1,   paid,  tokens_in_uncached, 1,             60,    METER_NOT_RESERVABLE, quantities
            r1,   paid,  tokens_in,          -1,            60,    QUANTITY_NEGATIVE,    quantities.tokens_in
            r1,   paid,  tokens_in,          1000000000001, 60,    QUANTITY_TOO_LARGE,   quantities.tokens_in
            r1,   paid,  tokens_in,          1,             3601,  TTL_TOO_LONG,         ttl
            r1,   paid,  tokens_in,          1,             0,     FIELD_INVALID,        ttl
            r1,   paid,  tokens_in,          1,             -1,    FIELD_INVALID,        ttl
            """)
    void aWrongRequestIsRefusedWithItsField(
            String reservationId, String modelId, String meter, long quantity, long ttl, Reason reason, String field) {
        Map<String, Long> quantities = meter.isEmpty() ? Map.of() : Map.of(meter, quantity);

        assertThatThrownBy(() -> SCENE.reserve("acme", reservationId, modelId, quantities, Duration.ofSeconds(ttl)))
                .isInstanceOfSatisfying(Rejected.class, rejected -> {
                    assertThat(rejected.reason()).isEqualTo(reason);
                    assertThat(rejected.field()).contains(field);
                });
    }

    @ParameterizedTest
    @CsvSource({"seats, latest", "peak, max", "users, unique"})
    void whatDoesNotAddUpCannotBeHeld(String meter, String aggregation) {
        SCENE.core()
                .publish("plan: team\ncurrency: USD\nmeters: {%s: %s}\ncharges: [{id: base, flat: 1}]"
                        .formatted(meter, aggregation));

        for (int call = 0; call < 2; call++) {
            assertThatThrownBy(() -> SCENE.reserve("acme", "r1", "paid", Map.of("tokens_in", 1L, meter, 1L), null))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(Rejected.class, rejected -> {
                        assertThat(rejected.reason()).isEqualTo(Reason.METER_NOT_RESERVABLE);
                        assertThat(rejected)
                                .hasMessage("quantities: %s (expected: meters that add up; this one is %s)"
                                        .formatted(meter, aggregation));
                    });
        }
        assertThat(SCENE.reserve("acme", "r1", "paid", Map.of("tokens_in", 1L), null)
                        .granted())
                .isTrue();
    }

    @Test
    void partsThatAreNamedAreBoundsThatMayOverlap() {
        Map<String, Long> bounds = Map.of("tokens_in", 10L, "tokens_in_cached", 10L, "tokens_in_cache_write", 10L);

        assertThat(SCENE.reserve("acme", "r1", "paid", bounds, null).granted()).isTrue();
        assertThat(SCENE.heldTokensIn(MARCH)).isEqualTo(10);
    }

    @Test
    void whatNobodyWaitsForIsNotHeld() {
        var request = new ReserveRequest("acme", "r1", "paid", new TreeMap<>(Map.of("tokens_in", 1L)), null);
        Instant passed = SCENE.clock().instant().minusSeconds(1);

        assertThatThrownBy(() -> SCENE.core()
                        .get(QuotaReserver.class)
                        .reserve(request, passed)
                        .toCompletableFuture()
                        .join())
                .cause()
                .hasMessageContaining("deadline");
        assertThat(SCENE.release("r1")).isNull();
    }
}
