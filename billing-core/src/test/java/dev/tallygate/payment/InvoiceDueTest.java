package dev.tallygate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.ledger.Debt.Unpaid;
import dev.tallygate.ledger.DebtRepository;
import dev.tallygate.money.Money;
import dev.tallygate.payment.InvoiceFacts.Demand;
import dev.tallygate.payment.InvoiceFacts.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a provider says of an invoice's due time, up to the customer's gate, and the payment that clears it. */
class InvoiceDueTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final Instant DUE = Instant.parse("2026-12-02T00:00:00Z");
    private static final String PAGE = "https://pay.example/in_1";

    private final SettableClock clock = SettableClock.at("2026-11-02T08:00:00Z");
    private FakeProvider provider = new FakeProvider();
    private PaymentWorld world;
    private InvoiceId id;
    private int events;

    @BeforeEach
    void deliveredInvoice() {
        DATABASE.clear();
        provider = new FakeProvider();
        world = new PaymentWorld(DATABASE, clock, provider);
        id = world.planned(world.customer("acme", "USD"), 10_00);
        world.drainAll();
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
    }

    @AfterEach
    void closeWorld() {
        world.close();
    }

    @Test
    void untilTheProviderSaysWhenNothingIsDue() {
        assertThat(world.invoice(id).due()).isEqualTo(Invoice.Due.NONE);
        assertThat(unpaid()).isNull();
    }

    @Test
    void whatAWebhookSaysStandsWithTheInvoiceAndAtTheGate() {
        demand(DUE, false);
        hear();

        assertThat(world.invoice(id).due()).isEqualTo(new Invoice.Due(DUE, null, PAGE));
        assertThat(unpaid()).isEqualTo(new Unpaid(id.toString(), DUE, PAGE));
    }

    @Test
    void soDoesWhatTheProviderSaysWhenItIsAsked() {
        demand(DUE, false);
        world.reconciler().reconcile(id.toString());

        assertThat(unpaid()).isEqualTo(new Unpaid(id.toString(), DUE, PAGE));
    }

    @Test
    void moreTimeAtTheProviderIsFollowed() {
        demand(DUE, false);
        hear();
        demand(DUE.plusSeconds(86_400), false);
        hear();

        assertThat(world.invoice(id).due().dueTime()).isEqualTo(DUE.plusSeconds(86_400));
    }

    @Test
    void aFailedChargeMakesItDueAtOnceAndTheFirstOneCounts() {
        Instant failed = clock.instant();
        demand(null, true);
        hear();
        clock.set("2026-11-05T08:00:00Z");
        hear();

        assertThat(world.invoice(id).due()).isEqualTo(new Invoice.Due(failed, failed, PAGE));
        assertThat(unpaid()).isEqualTo(new Unpaid(id.toString(), failed, PAGE));
    }

    @Test
    void theOrderOfTheWebhooksChangesNothing() {
        Instant attempt = clock.instant().minusSeconds(60);
        demand(null, true);
        hear();
        demand(attempt, false);
        hear();
        Invoice.Due one = world.invoice(id).due();

        closeWorld();
        deliveredInvoice();
        demand(attempt, false);
        hear();
        demand(null, true);
        hear();

        assertThat(world.invoice(id).due()).isEqualTo(one);
        assertThat(one.dueTime()).isEqualTo(attempt);
    }

    @Test
    void thePaymentClearsTheGateInTheTransactionThatRecordsIt() {
        demand(DUE, false);
        hear();

        provider.onlyInvoice().pay(usd(10_00));
        hear();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(unpaid()).isNull();
        assertThat(world.invoice(id).due().dueTime()).isEqualTo(DUE);
    }

    @Test
    void paidInPartIsStillOwed() {
        demand(DUE, false);
        hear();

        provider.onlyInvoice().pay(usd(4_00));
        provider.onlyInvoice().remaining = usd(6_00);
        hear();

        assertThat(world.parkedReasons()).containsExactly("PAID_IN_PART");
        assertThat(unpaid()).isNotNull();
    }

    @Test
    void givenUpIsStillOwedUntilItIsPaid() {
        demand(DUE, false);
        hear();

        provider.onlyInvoice().status = Status.UNCOLLECTIBLE;
        hear();
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.UNCOLLECTIBLE);
        assertThat(unpaid()).isNotNull();

        provider.onlyInvoice().pay(usd(10_00));
        hear();
        assertThat(unpaid()).isNull();
    }

    @Test
    void whatTheProviderVoidedIsAskedForNoMoreThoughAPersonHasToLook() {
        demand(DUE, false);
        hear();

        provider.onlyInvoice().status = Status.VOID;
        hear();

        assertThat(world.parkedReasons()).containsExactly("VOIDED_AT_PROVIDER");
        assertThat(unpaid()).isNull();
    }

    @Test
    void whoPaidAllThatTheProviderWantedIsNotDunnedForADifference() {
        demand(DUE, false);
        hear();

        provider.onlyInvoice().lines.put("extra", new ProviderLine(9, usd(1_00)));
        provider.onlyInvoice().pay(usd(11_00));
        hear();

        assertThat(world.parkedReasons()).containsExactly("TOTAL_DIFFERS");
        assertThat(unpaid()).isNull();
    }

    @Test
    void aVoidHereClearsTheGate() {
        demand(DUE, false);
        hear();

        world.invoices().voidInvoice(id.toString(), clock.instant());

        assertThat(unpaid()).isNull();
    }

    private void demand(@Nullable Instant due, boolean chargeFailed) {
        provider.onlyInvoice().demand = new Demand(Optional.ofNullable(due), chargeFailed, Optional.of(PAGE));
    }

    private void hear() {
        events++;
        byte[] body = ("evt_" + events + "|" + provider.onlyInvoiceId()).getBytes(StandardCharsets.UTF_8);
        world.inbox().receive("stripe", body, Map.of("signed", "yes"));
        world.settler().settle(10);
    }

    private @Nullable Unpaid unpaid() {
        return world.bean(DebtRepository.class)
                .read(id.customerKey())
                .orElseThrow()
                .unpaid();
    }

    private static Money usd(long cents) {
        return new Money(cents, Currency.getInstance("USD"));
    }
}
