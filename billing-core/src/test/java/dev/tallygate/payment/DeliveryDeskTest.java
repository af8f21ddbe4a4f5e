package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.FakeProvider.Misfortune;
import dev.tallygate.rejection.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryDeskTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final FakeProvider provider = new FakeProvider();
    private PaymentWorld world;
    private DeliveryDesk desk;
    private Customer acme;

    @BeforeEach
    void openWorld() {
        DATABASE.clear();
        world = new PaymentWorld(DATABASE, clock, provider);
        desk = world.bean(DeliveryDesk.class);
        acme = world.customer("acme", "USD");
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Test
    void everyAttemptIsKeptWithWhatCameOfIt() {
        provider.order(Misfortune.CALL_LOST);
        provider.order(new Outcome.RetryLater("429 (req_7)", Optional.empty(), Outcome.Limit.LOCK));
        world.drainAll();

        DeliveryView shown = desk.revisions(onboarding()).getLast();
        assertThat(shown.state()).isEqualTo(DeliveryState.ACCEPTED);
        assertThat(shown.request().attempts()).isEqualTo(3);
        assertThat(shown.request().endpoint()).contains("CREATE_CUSTOMER");
        assertThat(shown.request().firstSentTime()).contains(Instant.parse("2026-11-02T08:00:00Z"));
        assertThat(shown.request().nextAttemptTime()).isEmpty();
        assertThat(shown.answer().objectId()).contains("cus_1");
        assertThat(shown.answer().requestId()).contains("req_cus_1");
        assertThat(desk.attempts(onboarding()))
                .extracting(
                        attempt -> attempt.attempt() + " " + attempt.result().orElseThrow() + " " + attempt.detail())
                .containsExactly("1 LIMITED 429 (req_7)", "2 UNKNOWN connection refused", "3 ACCEPTED cus_1 req_cus_1");
    }

    @Test
    void anAttemptWhoseProcessDiedHasNoEnd() {
        var crashing = new CrashingProvider(provider);
        try (PaymentWorld dying = new PaymentWorld(DATABASE, clock, crashing)) {
            crashing.crashAt(1, true);
            assertThatThrownBy(() -> dying.delivery().drain(1)).isInstanceOf(CrashingProvider.Crash.class);
        }

        assertThat(desk.attempts(onboarding()))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.endedTime()).isEmpty());
        world.drainAll();
        assertThat(desk.attempts(onboarding())).hasSize(2);
    }

    @Test
    void deliveriesAreListedByWhatIsAsked() {
        Customer bolt = world.customer("bolt", "USD");
        InvoiceId id = world.planned(bolt, 100, 200);
        world.delivery().drain(1);

        assertThat(ids(DeliveryFilter.OPEN, Optional.empty(), OptionalLong.empty(), Optional.empty()))
                .containsExactly(name(bolt), id + "/1", id + "/2", id + "/3", id + "/4");
        assertThat(ids(Set.of(DeliveryState.ACCEPTED), Optional.empty(), OptionalLong.empty(), Optional.empty()))
                .containsExactly(onboarding());
        assertThat(ids(all(), Optional.empty(), OptionalLong.of(acme.customerKey()), Optional.empty()))
                .containsExactly(onboarding());
        assertThat(ids(all(), Optional.of("stripe"), OptionalLong.empty(), Optional.of(id.toString())))
                .hasSize(4);
        assertThat(ids(all(), Optional.of("paystack"), OptionalLong.empty(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void aRefusalIsTriedAgainAsTheNextRevision() {
        provider.order(Misfortune.REJECTED);
        world.drainAll();
        assertThat(world.parkedReasons()).containsExactly("PROVIDER_REJECTED");

        DeliveryView due = desk.retry(onboarding());

        assertThat(due.requestRevision()).isEqualTo(2);
        assertThat(world.parkedReasons()).isEmpty();
        world.drainAll();
        assertThat(provider.customers).hasSize(1);
        assertThat(desk.revisions(onboarding()))
                .extracting(DeliveryView::state)
                .containsExactly(DeliveryState.ABANDONED, DeliveryState.ACCEPTED);
    }

    @Test
    void whatBacksOffIsDueAtOnceUnderTheSameKey() {
        provider.order(Misfortune.ANSWER_LOST);
        world.delivery().drain(1);
        assertThat(world.delivery().drain(1).isIdle()).isTrue();

        assertThat(desk.retry(onboarding()).requestRevision()).isEqualTo(1);

        assertThat(world.delivery().drain(1).accepted()).isEqualTo(1);
        assertThat(provider.customers).hasSize(1);
        assertThat(Set.copyOf(provider.keys)).hasSize(1);
    }

    @Test
    void whatHasEndedOrWaitsForAnotherIsNotTriedAgain() {
        world.drainAll();
        InvoiceId id = world.planned(acme, 100);

        assertThatThrownBy(() -> desk.retry(onboarding()))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("ACCEPTED (expected: a delivery that has not ended)");
        assertThatThrownBy(() -> desk.retry(id + "/2"))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("waits for no earlier step");
    }

    @Test
    void whatIsGivenUpTakesTheStepsBehindItAlong() {
        world.drainAll();
        InvoiceId id = world.planned(acme, 100, 200);
        world.delivery().drain(1);

        desk.abandon(id + "/2", new Remark("billed by hand", "Ada"));

        world.drainAll();
        clock.advance(Duration.ofDays(3));
        world.drainAll();
        assertThat(world.states())
                .containsExactly(
                        "CREATE_CUSTOMER 0 ACCEPTED",
                        "CREATE_INVOICE 0 ACCEPTED",
                        "ADD_LINE 1 ABANDONED",
                        "ADD_LINE 2 ABANDONED",
                        "FINALIZE_INVOICE 0 ABANDONED");
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(desk.notes(id + "/2")).extracting(DeliveryNote::note).containsExactly("billed by hand");
        assertThat(desk.revisions(id + "/2").getLast().answer().outcome()).contains("billed by hand");
        assertThatThrownBy(() -> desk.abandon(id + "/1", new Remark("why", "")))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("ACCEPTED");
    }

    @Test
    void givingUpWhatIsParkedEndsTheEntry() {
        provider.order(Misfortune.REJECTED);
        world.drainAll();

        desk.abandon(onboarding(), new Remark("a test customer", ""));

        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void remarksAreKeptInTheirOrder() {
        desk.annotate(onboarding(), new Remark("asked support", "Ada"));
        clock.advance(Duration.ofHours(1));
        desk.annotate(onboarding(), new Remark("they look into it", ""));

        assertThat(desk.notes(onboarding()))
                .extracting(
                        note -> note.noteNumber() + " " + note.notedTime() + " " + note.operator() + " " + note.note())
                .containsExactly(
                        "1 2026-11-02T08:00:00Z Ada asked support", "2 2026-11-02T09:00:00Z  they look into it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "inv_1",
                "customer_999/1",
                "customer_0/1",
                "inv_1_20261001_P1/2",
                "no/1",
                "inv_/1",
                "customer_1/0"
            })
    void whatNamesNoDeliveryIsNotFound(String deliveryId) {
        assertThatThrownBy(() -> desk.revisions(deliveryId))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("deliveries list");
    }

    @Test
    void aRemarkWithoutWordsIsRefused() {
        assertThatThrownBy(() -> desk.annotate(onboarding(), new Remark(" ", "")))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("note:");
        assertThatThrownBy(() -> desk.abandon(onboarding(), new Remark("x".repeat(1_001), "")))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("reason:");
    }

    private String onboarding() {
        return name(acme);
    }

    private static String name(Customer customer) {
        return "customer_" + customer.customerKey() + "/1";
    }

    private static Set<DeliveryState> all() {
        return EnumSet.allOf(DeliveryState.class);
    }

    private List<String> ids(
            Set<DeliveryState> states, Optional<String> name, OptionalLong customerKey, Optional<String> invoiceId) {
        return desk.list(new DeliveryFilter(states, name, customerKey, invoiceId), 100).stream()
                .map(DeliveryView::deliveryId)
                .toList();
    }
}
