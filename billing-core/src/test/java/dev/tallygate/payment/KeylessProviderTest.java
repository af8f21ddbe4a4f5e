package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import dev.tallygate.payment.FakeProvider.Misfortune;
import dev.tallygate.payment.InvoiceFacts.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Without idempotency keys and with weak signatures: looked up before any retry, confirmed before money is booked. */
class KeylessProviderTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final int CALLS = 5;

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final KeylessProvider provider = new KeylessProvider();

    @BeforeEach
    void clear() {
        DATABASE.clear();
    }

    @Test
    @DisplayName("invariant 9: a crash at any call leaves one customer and one invoice")
    void aCrashAtAnyCallDoublesNothing() {
        assertThat(doubled(CrashingProvider::new)).isEmpty();
    }

    @Test
    @DisplayName("negative control: trusting in keys that are not there doubles, and the check sees it")
    void trustingInKeysIsCaught() {
        assertThat(doubled(behind -> new CrashingProvider(behind) {
                    @Override
                    public Duration keyLife() {
                        return Duration.ofHours(23);
                    }
                }))
                .contains("customers: 2", "invoices: 2");
    }

    @ParameterizedTest
    @EnumSource(
            value = Misfortune.class,
            names = {"ANSWER_LOST", "CALL_LOST", "RATE_LIMITED"})
    void aMisfortuneDoublesNothing(Misfortune misfortune) {
        try (PaymentWorld world = world()) {
            provider.order(misfortune);
            Customer acme = world.customer("acme", "NGN");
            world.drainAll();
            provider.order(misfortune);
            InvoiceId id = world.planned(acme, 10_00);

            world.drainAll();

            assertThat(provider.customers).hasSize(1);
            assertThat(provider.onlyInvoice().status).isEqualTo(Status.OPEN);
            assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        }
    }

    @ParameterizedTest
    @CsvSource({"CALL_LOST, ABANDONED", "ANSWER_LOST, ACCEPTED"})
    void anInvoiceThatIsVoidBeforeItsAnswerIsNotMadeASecondTime(Misfortune misfortune, String end) {
        try (PaymentWorld world = world()) {
            Customer acme = world.customer("acme", "NGN");
            world.drainAll();
            provider.order(misfortune);
            InvoiceId id = world.planned(acme, 10_00);
            world.delivery().drain(1);

            world.invoices().voidInvoice(id.toString(), clock.instant());
            world.drainAll();

            assertThat(provider.invoices).isEmpty();
            assertThat(world.states()).contains("CREATE_INVOICE 0 " + end);
            assertThat(world.parkedReasons()).isEmpty();
        }
    }

    @Test
    void linesAreLeftOutAndSummedAsTheRulesSay() {
        try (PaymentWorld world = world()) {
            Customer acme = world.customer("acme", "NGN");
            world.planned(acme, 10_00, 0, 5_00, 3_00, 1_00);

            world.drainAll();

            assertThat(amounts()).containsExactly(10_00L, 5_00L, 4_00L);
        }
    }

    @Test
    void withOneBelowZeroAllLinesAreOne() {
        try (PaymentWorld world = world()) {
            Customer acme = world.customer("acme", "NGN");
            world.planned(acme, 10_00, -4_00, 5_00);

            world.drainAll();

            assertThat(amounts()).containsExactly(11_00L);
            assertThat(world.parkedReasons()).isEmpty();
        }
    }

    @Test
    void whatAWebhookSaysIsBookedOnlyWhenTheProviderSaysItToo() {
        try (PaymentWorld world = world()) {
            InvoiceId id = world.planned(world.customer("acme", "NGN"), 10_00);
            world.drainAll();
            receive(world, "evt_forged", "in_1");
            world.settler().settle(100);
            assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);

            provider.invoice("in_1").pay(new Money(10_00, Currency.getInstance("NGN")));
            receive(world, "evt_true", "in_1");
            world.settler().settle(100);

            assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        }
    }

    @Test
    void whileTheProviderIsAwayAWebhookWaitsForAsLongAsItTakes() {
        try (PaymentWorld world = world()) {
            InvoiceId id = world.planned(world.customer("acme", "NGN"), 10_00);
            world.drainAll();
            provider.invoice("in_1").pay(new Money(10_00, Currency.getInstance("NGN")));
            receive(world, "evt_1", "in_1");
            provider.away(true);
            for (int hour = 0; hour < 3 * PaymentSettler.ATTEMPTS_MAX; hour++) {
                assertThat(world.settler().settle(100).again()).isEqualTo(1);
                clock.advance(Duration.ofHours(1));
            }

            provider.away(false);
            world.settler().settle(100);

            assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
            assertThat(world.parkedReasons()).isEmpty();
        }
    }

    @Test
    void aWebhookAboutNothingThatTheProviderHasIsParked() {
        try (PaymentWorld world = world()) {
            receive(world, "evt_stray", "in_9");
            for (int look = 0; look < PaymentSettler.ATTEMPTS_MAX; look++) {
                world.settler().settle(100);
                clock.advance(Duration.ofMinutes(3));
            }

            assertThat(world.parkedReasons()).containsExactly("OBJECT_UNKNOWN");
        }
    }

    @Test
    void aRefusedKeyIsToldToAPersonAndMendsItself() {
        var locked = new KeylessProvider() {
            private boolean isLocked = true;

            @Override
            public synchronized Outcome execute(Call call, String idempotencyKey) {
                return isLocked ? new Outcome.KeyRefused("401") : super.execute(call, idempotencyKey);
            }
        };
        try (PaymentWorld world = new PaymentWorld(DATABASE, clock, locked)) {
            world.customer("acme", "NGN");
            assertThat(world.delivery().drain(1).parked()).isEqualTo(1);
            assertThat(world.parkedReasons()).containsExactly("KEY_REFUSED");

            locked.isLocked = false;
            world.retryParked();

            assertThat(world.delivery().drain(1).accepted()).isEqualTo(1);
            assertThat(world.parkedReasons()).isEmpty();
        }
    }

    private List<String> doubled(Function<PaymentProvider, CrashingProvider> crashingOf) {
        List<String> doubled = new ArrayList<>();
        for (int call = 1; call <= CALLS; call++) {
            for (boolean after : List.of(true, false)) {
                DATABASE.clear();
                var behind = new KeylessProvider();
                CrashingProvider crashing = crashingOf.apply(behind);
                crashing.crashAt(call, after);
                try (PaymentWorld world = new PaymentWorld(DATABASE, clock, crashing)) {
                    InvoiceId id = world.planned(world.customer("acme", "NGN"), 100, 200);
                    drainThroughCrash(world);
                    assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
                }
                note(doubled, "customers", behind.customers.size());
                note(doubled, "invoices", behind.invoices.size());
            }
        }
        return doubled;
    }

    private static void note(List<String> doubled, String what, int count) {
        if (count != 1) {
            doubled.add(what + ": " + count);
        }
    }

    private static void drainThroughCrash(PaymentWorld world) {
        try {
            world.drainAll();
            throw new AssertionError("the crash never happened");
        } catch (CrashingProvider.Crash crash) {
            world.drainAll();
        }
    }

    private PaymentWorld world() {
        return new PaymentWorld(DATABASE, clock, provider);
    }

    private List<Long> amounts() {
        return provider.onlyInvoice().lines.values().stream()
                .map(line -> line.amount().minorUnits())
                .toList();
    }

    private static void receive(PaymentWorld world, String eventId, String objectId) {
        byte[] body = (eventId + "|" + objectId).getBytes(StandardCharsets.UTF_8);
        Receipt receipt = world.inbox().receive("paystack", body, Map.of("signed", "yes"));
        assertThat(receipt).isEqualTo(new Receipt.Stored(eventId));
    }
}
