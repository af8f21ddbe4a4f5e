package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventCatchUpTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private final FakeProvider provider = new FakeProvider();
    private PaymentWorld world;

    @BeforeEach
    void openWorld() {
        DATABASE.clear();
        world = new PaymentWorld(DATABASE, clock, provider);
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Test
    void whatNoWebhookToldIsFoundOnEveryPageAndSettled() {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 10_00);
        world.drainAll();
        provider.onlyInvoice().pay(new Money(10_00, Currency.getInstance("USD")));
        receive("evt_1|in_1");
        provider.listed.addAll(List.of(List.of("evt_3|in_1", "evt_2|in_1"), List.of("evt_1|in_1")));

        assertThat(caught().stored()).isEqualTo(2);
        world.settler().settle(10);

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.eventStates()).hasSize(3).allMatch(state -> state.endsWith("SETTLED"));
        assertThat(receive("evt_3|in_1")).isEqualTo(new Receipt.Repeated("evt_3"));
        assertThat(caught().stored()).isZero();
    }

    @Test
    void whatAPageNamesTwiceIsStoredOnce() {
        provider.listed.add(List.of("evt_2|in_1", "evt_1|in_1", "evt_2|in_1"));

        assertThat(caught().stored()).isEqualTo(2);
        assertThat(world.eventStates()).hasSize(2);
    }

    @Test
    void theNextListBeginsWhereTheLastOneEndedWithAnOverlap() {
        Instant first = clock.instant();
        assertThat(caught().since()).isEqualTo(first.minus(Duration.ofDays(30)));
        clock.advance(Duration.ofDays(3));

        assertThat(caught().since()).isEqualTo(first.minus(Duration.ofMinutes(15)));
        clock.advance(Duration.ofDays(40));
        assertThat(caught().since()).isEqualTo(clock.instant().minus(Duration.ofDays(30)));
    }

    @Test
    void aListThatBreaksOffIsReadAgainFromTheSameTime() {
        caught();
        clock.advance(Duration.ofDays(1));
        provider.listed.addAll(List.of(List.of("evt_2|in_1"), List.of("evt_1|in_1")));
        provider.isListing = false;
        EventCatchUp.Caught broken = caught();
        assertThat(broken.stored()).isEqualTo(1);
        assertThat(broken.obstacle()).contains("timeout");
        clock.advance(Duration.ofHours(5));
        provider.isListing = true;

        EventCatchUp.Caught whole = caught();

        assertThat(whole.since()).isEqualTo(broken.since());
        assertThat(whole.stored()).isEqualTo(1);
        assertThat(whole.obstacle()).isEmpty();
    }

    @Test
    void theSameIdAtAnotherAccountIsAnotherEvent() {
        receive("evt_1|in_1");
        FakeProvider other = new FakeProvider() {
            @Override
            public String account() {
                return "second";
            }
        };
        try (PaymentWorld second = new PaymentWorld(DATABASE, clock, other)) {
            byte[] body = "evt_1|in_1".getBytes(StandardCharsets.UTF_8);

            assertThat(second.inbox().receive("stripe", body, Map.of("signed", "yes")))
                    .isEqualTo(new Receipt.Stored("evt_1"));
            other.listed.add(List.of("evt_2|in_1", "evt_1|in_1"));
            assertThat(second.bean(EventCatchUp.class).catchUp().getFirst().stored())
                    .isEqualTo(1);
        }
        provider.listed.add(List.of("evt_2|in_1", "evt_1|in_1"));
        assertThat(caught().stored()).isEqualTo(1);
        assertThat(world.eventStates()).hasSize(4);
    }

    private EventCatchUp.Caught caught() {
        return world.bean(EventCatchUp.class).catchUp().getFirst();
    }

    private Receipt receive(String body) {
        return world.inbox().receive("stripe", body.getBytes(StandardCharsets.UTF_8), Map.of("signed", "yes"));
    }
}
