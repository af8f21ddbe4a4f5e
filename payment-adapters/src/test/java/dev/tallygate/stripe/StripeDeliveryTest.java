package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.InvoiceCreateParams;
import com.stripe.param.InvoiceItemCreateParams;
import com.stripe.param.InvoicePayParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.ledger.Debt.Unpaid;
import dev.tallygate.ledger.DebtRepository;
import dev.tallygate.payment.DrainReport;
import dev.tallygate.payment.EventCatchUp;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is Stripe's own on the way to it and back, against the local Stripe; the rest is in {@link StripeContractTest}. */
class StripeDeliveryTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private StripeWorld stripe;
    private PaymentWorld world;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        stripe = new StripeWorld(folder);
        world = worldOf(stripe.provider);
    }

    @AfterEach
    void close() {
        world.close();
        stripe.close();
    }

    @Test
    void aDraftBecomesAPaidInvoice() throws StripeException, GeneralSecurityException {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 20_00, 1_50, -50);

        world.drainAll();
        untilPaid();
        stripe.deliverEvents(world);
        world.settler().settle(100);

        Invoice there = onlyInvoice();
        assertThat(there.getTotal()).isEqualTo(21_00);
        assertThat(there.getCurrency()).isEqualTo("usd");
        assertThat(lines(there)).extracting(InvoiceLineItem::getAmount).containsExactlyInAnyOrder(20_00L, 1_50L, -50L);
        assertThat(there.getMetadata()).containsEntry("app_invoice_id", id.toString());
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.invoice(id).amountPaid()).isEqualTo(world.invoice(id).total());
        assertThat(world.invoice(id).reference().providerNumber()).isEqualTo(there.getNumber());
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void aCardThatIsDeclinedIsOwedFromThenOnUntilThePayment() throws StripeException, GeneralSecurityException {
        InvoiceId id = world.planned(world.customer("acme+sandbox_declined", "USD"), 20_00);
        world.drainAll();
        for (int look = 0; look < 100 && onlyInvoice().getAttemptCount() == 0; look++) {
            LockSupport.parkNanos(50_000_000);
        }
        stripe.deliverEvents(world);
        world.settler().settle(100);

        dev.tallygate.invoice.Invoice.Due due = world.invoice(id).due();
        assertThat(due.chargeFailedTime()).isNotNull();
        assertThat(due.dueTime()).isNotNull().isBeforeOrEqualTo(due.chargeFailedTime());
        assertThat(due.payUrl()).isEqualTo(onlyInvoice().getHostedInvoiceUrl());
        assertThat(unpaid(id)).isNotNull();

        InvoicePayParams outOfBand =
                InvoicePayParams.builder().setPaidOutOfBand(true).build();
        stripe.client().v1().invoices().pay(onlyInvoice().getId(), outOfBand);
        stripe.deliverEvents(world);
        world.settler().settle(100);

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(unpaid(id)).isNull();
    }

    private @Nullable Unpaid unpaid(InvoiceId id) {
        return world.bean(DebtRepository.class)
                .read(id.customerKey())
                .orElseThrow()
                .unpaid();
    }

    @Test
    void aCallThatTakesTooLongIsAskedAgainUnderItsKey() throws StripeException {
        stripe.stripe.order(Fault.delay("POST", "/v1/customers", 2_600));
        world.customer("acme", "USD");

        assertThat(world.delivery().drain(1).again()).isEqualTo(1);
        for (int i = 0; i < 20 && !world.delivery().drain(1).isIdle(); i++) {
            stripe.clock.advance(Duration.ofMinutes(1));
        }
        world.drainAll();

        assertThat(stripe.customers()).hasSize(1);
        assertThat(world.customers().require("acme").atProvider()).isPresent();
    }

    @Test
    void afterADayTheCustomerIsFoundByItsMarks() throws StripeException {
        stripe.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/customers"));
        world.customer("acme", "USD");
        world.delivery().drain(1);
        stripe.clock.advance(Duration.ofHours(50));

        world.drainAll();

        assertThat(stripe.customers()).hasSize(1);
        assertThat(world.customers().require("acme").atProvider())
                .contains(stripe.customers().getFirst().getId());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void afterADayInvoiceAndLineAreFoundByTheirMarks(int step) throws StripeException {
        Customer acme = world.customer("acme", "USD");
        world.drainAll();
        InvoiceId id = world.planned(acme, 10_00);
        if (step == 2) {
            world.delivery().drain(1);
        }
        stripe.stripe.order(
                Fault.once(Fault.Type.DROP_ANSWER, "POST", step == 1 ? "/v1/invoices" : "/v1/invoiceitems"));
        assertThat(world.delivery().drain(1).again()).isEqualTo(1);
        stripe.clock.advance(Duration.ofHours(50));

        world.drainAll();

        assertThat(lines(onlyInvoice())).hasSize(1);
        assertThat(world.invoice(id).status()).isNotEqualTo(InvoiceStatus.DRAFT);
    }

    @Test
    void whatStripeRefusesIsParked() throws StripeException {
        Customer acme = world.customer("acme", "USD");
        world.drainAll();
        stripe.client().v1().customers().delete(stripe.customers().getFirst().getId());
        InvoiceId id = world.planned(acme, 10_00);

        DrainReport report = world.delivery().drain(10);

        assertThat(report.parked()).isEqualTo(1);
        assertThat(world.parkedReasons()).containsExactly("PROVIDER_REJECTED");
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
    }

    @Test
    void aStrayLineAtStripeKeepsTheInvoiceADraft() throws StripeException {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 10_00);
        world.delivery().drain(1);
        world.delivery().drain(1);
        stripe.client()
                .v1()
                .invoiceItems()
                .create(InvoiceItemCreateParams.builder()
                        .setCustomer(onlyInvoice().getCustomer())
                        .setInvoice(onlyInvoice().getId())
                        .setCurrency("usd")
                        .setAmount(1L)
                        .build());

        world.drainAll();

        assertThat(onlyInvoice().getStatus()).isEqualTo("draft");
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
        assertThat(world.parkedReasons()).containsExactly("DRAFT_DIFFERS");
    }

    @Test
    void belowTheLeastThatCanBeChargedTheTotalIsCarriedToTheNextInvoice() throws StripeException {
        Customer acme = world.customer("acme", "USD");
        InvoiceId small = world.planned(acme, 20);
        world.drainAll();
        stripe.clock.advance(Duration.ofDays(31));
        InvoiceId next = world.planned(acme, 10_00);

        world.drainAll();
        untilPaid();
        world.reconciler().reconcile(next.toString());

        assertThat(world.invoice(small).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.invoice(small).amountPaid().minorUnits()).isZero();
        assertThat(world.money(small)).containsExactly("CARRIED " + there(small) + " DONE 0.20 USD");
        assertThat(world.invoice(next).amountPaid().minorUnits()).isEqualTo(10_20);
        assertThat(world.money(next))
                .containsExactlyInAnyOrder(
                        "PAYMENT " + there(next) + " DONE 10.20 USD", "CARRIED " + there(next) + " DONE -0.20 USD");
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void anOlderCreditAtStripeClosesAnInvoiceAndIsBookedAsSuch() throws StripeException {
        Customer acme = world.customer("acme", "USD");
        world.drainAll();
        stripe.client()
                .v1()
                .customers()
                .update(
                        stripe.customers().getFirst().getId(),
                        CustomerUpdateParams.builder().setBalance(-4_00L).build());
        InvoiceId id = world.planned(acme, 10_00);

        world.drainAll();
        untilPaid();
        world.reconciler().reconcile(id.toString());

        assertThat(world.invoice(id).amountPaid().minorUnits()).isEqualTo(6_00);
        assertThat(world.money(id))
                .containsExactlyInAnyOrder(
                        "PAYMENT " + there(id) + " DONE 6.00 USD", "CREDIT " + there(id) + " DONE 4.00 USD");
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void aPaymentOutsideOfStripeIsBookedAsSuch() throws StripeException {
        InvoiceId id = world.planned(world.customer("acme+sandbox_no_card", "USD"), 10_00);
        world.drainAll();
        stripe.client()
                .v1()
                .invoices()
                .pay(
                        there(id),
                        InvoicePayParams.builder().setPaidOutOfBand(true).build());

        world.reconciler().reconcile(id.toString());

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.money(id)).containsExactly("OUT_OF_BAND " + there(id) + " DONE 10.00 USD");
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void whatHappenedWhileNobodyListenedIsCaughtUpFromStripesEvents() throws StripeException {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 10_00);
        world.drainAll();
        untilPaid();

        EventCatchUp.Caught caught = world.bean(EventCatchUp.class).catchUp().getFirst();
        world.settler().settle(100);

        assertThat(caught.obstacle()).isEmpty();
        assertThat(caught.stored()).isPositive();
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.bean(EventCatchUp.class).catchUp().getFirst().stored()).isZero();
        assertThat(world.parkedReasons()).isEmpty();
    }

    /** Scenario 36: Stripe tries again by its own schedule, and nothing is sent from here. */
    @Test
    void aDeclinedPaymentIsLeftToStripesSchedule() throws StripeException, GeneralSecurityException {
        InvoiceId id = world.planned(world.customer("acme+sandbox_declined", "USD"), 10_00);
        world.drainAll();
        List<String> before = world.states();

        stripe.deliverEvents(world);
        world.settler().settle(100);

        assertThat(world.delivery().drain(100).isIdle()).isTrue();
        assertThat(world.states()).isEqualTo(before);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.FINALIZED);
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void yenAreSentAsYen() throws StripeException {
        world.planned(world.customer("acme", "JPY"), 1_234);

        world.drainAll();

        assertThat(onlyInvoice().getTotal()).isEqualTo(1_234);
        assertThat(onlyInvoice().getCurrency()).isEqualTo("jpy");
    }

    @Test
    void twinDraftsOfOneInvoiceAreReducedToTheOldest() throws StripeException {
        Customer acme = world.customer("acme", "USD");
        world.drainAll();
        InvoiceId id = world.planned(acme, 10_00);
        stripe.stripe.order(Fault.once(Fault.Type.DROP_ANSWER, "POST", "/v1/invoices"));
        world.delivery().drain(1);
        Invoice first = onlyInvoice();
        stripe.clock.advance(Duration.ofHours(30));
        stripe.client()
                .v1()
                .invoices()
                .create(InvoiceCreateParams.builder()
                        .setCustomer(first.getCustomer())
                        .setCurrency("usd")
                        .putAllMetadata(first.getMetadata())
                        .build());

        world.drainAll();

        assertThat(onlyInvoice().getId()).isEqualTo(first.getId());
        assertThat(world.invoice(id).reference().providerInvoiceId()).isEqualTo(first.getId());
    }

    /** Every invoice there is. */
    private void untilPaid() throws StripeException {
        for (int look = 0;
                look < 400
                        && !stripe.invoices().stream()
                                .allMatch(one -> one.getStatus().equals("paid"));
                look++) {
            LockSupport.parkNanos(50_000_000);
        }
    }

    private String there(InvoiceId id) {
        return Objects.requireNonNull(world.invoice(id).reference().providerInvoiceId());
    }

    private PaymentWorld worldOf(PaymentProvider provider) {
        return new PaymentWorld(DATABASE, stripe.clock, provider);
    }

    private Invoice onlyInvoice() throws StripeException {
        List<Invoice> invoices = stripe.invoices();
        assertThat(invoices).hasSize(1);
        return invoices.getFirst();
    }

    private List<InvoiceLineItem> lines(Invoice invoice) {
        try {
            return stripe.client()
                    .v1()
                    .invoices()
                    .lineItems()
                    .list(invoice.getId())
                    .getData();
        } catch (StripeException failed) {
            throw new AssertionError(failed);
        }
    }
}
