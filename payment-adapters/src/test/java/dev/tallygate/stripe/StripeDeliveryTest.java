package dev.tallygate.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.param.InvoiceCreateParams;
import com.stripe.param.InvoiceItemCreateParams;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.DrainReport;
import dev.tallygate.payment.PaymentProvider;
import dev.tallygate.payment.PaymentWorld;
import dev.tallygate.sandbox.http.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way to Stripe and back, with Stripe's library, against the local Stripe. */
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
    @DisplayName("invariant 9: a crash at any call leaves one customer, one invoice and each line once at Stripe")
    void aCrashAtAnyCallDoublesNothing() throws StripeException {
        for (int call = 1; call <= 7; call++) {
            crashAndGoOn(call, false);
            crashAndGoOn(call, true);
        }

        assertThat(stripe.customers()).hasSize(14);
        assertThat(stripe.invoices())
                .hasSize(14)
                .allSatisfy(invoice -> assertThat(invoice.getStatus()).isIn("open", "paid"))
                .allSatisfy(invoice -> assertThat(lines(invoice)).hasSize(2));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            DROP_ANSWER,  /v1/customers
            DROP_ANSWER,  /v1/invoices
            DROP_ANSWER,  /v1/invoiceitems
            SERVER_ERROR, /v1/customers
            SERVER_ERROR, /v1/invoices
            SERVER_ERROR, /v1/invoiceitems
            RATE_LIMITED, /v1/customers
            RATE_LIMITED, /v1/invoices
            RATE_LIMITED, /v1/invoiceitems
            """)
    void aMisfortuneDoublesNothing(Fault.Type type, String path) throws StripeException {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 10_00, 5_00);
        stripe.stripe.order(Fault.once(type, "POST", path));

        world.drainAll();

        assertThat(stripe.customers()).hasSize(1);
        assertThat(lines(onlyInvoice())).hasSize(2);
        assertThat(world.invoice(id).status()).isIn(InvoiceStatus.FINALIZED, InvoiceStatus.PAID);
        assertThat(stripe.clock.instant()).isBefore(Instant.parse("2026-11-02T09:00:00Z"));
        assertThat(world.parkedReasons()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP_ANSWER", "SERVER_ERROR"})
    void aMisfortuneAtTheFinalizationIsAskedAgain(Fault.Type type) throws StripeException {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 10_00);
        world.delivery().drain(1);
        world.delivery().drain(2);
        stripe.stripe.order(Fault.once(type, "POST", "/v1/invoices/"));

        DrainReport report = world.delivery().drain(1);
        assertThat(report.again()).isEqualTo(1);
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.DRAFT);
        world.drainAll();

        assertThat(onlyInvoice().getStatus()).isIn("open", "paid");
        assertThat(world.invoice(id).status()).isNotEqualTo(InvoiceStatus.DRAFT);
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
    void whereNobodyAnswersTheCallStaysUnknown() {
        world.customer("acme", "USD");
        try (PaymentWorld away = worldOf(stripe.unreachable())) {
            assertThat(away.delivery().drain(1).again()).isEqualTo(1);
        }

        assertThat(world.states()).containsExactly("CREATE_CUSTOMER 0 UNKNOWN");
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
    void aVoidedDraftIsDeletedThere() throws StripeException {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 10_00);
        world.delivery().drain(1);
        world.delivery().drain(1);

        world.invoices().voidInvoice(id.toString(), stripe.clock.instant());
        world.drainAll();

        assertThat(stripe.invoices()).isEmpty();
    }

    @Test
    void aVoidedOpenInvoiceIsVoidedThere() throws StripeException {
        Customer acme = world.customers()
                .create(new CustomerProfile(
                        "acme", "Acme", "acme+sandbox_no_card@example.com", Currency.getInstance("USD"), "stripe"));
        InvoiceId id = world.planned(acme, 10_00);
        world.drainAll();
        assertThat(onlyInvoice().getStatus()).isEqualTo("open");

        world.invoices().voidInvoice(id.toString(), stripe.clock.instant());
        world.drainAll();

        assertThat(onlyInvoice().getStatus()).isEqualTo("void");
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void anInvoiceOfZeroIsPaidAtOnce() throws StripeException {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 10_00, -10_00);

        world.drainAll();

        assertThat(onlyInvoice().getStatus()).isEqualTo("paid");
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.parkedReasons()).isEmpty();
    }

    @Test
    void belowTheLeastThatCanBeChargedNothingIsBooked() throws StripeException {
        InvoiceId id = world.planned(world.customer("acme", "USD"), 20);

        world.drainAll();

        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(world.invoice(id).amountPaid().minorUnits()).isZero();
        assertThat(world.parkedReasons()).containsExactly("AMOUNT_PAID_DIFFERS");
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

    private void crashAndGoOn(int call, boolean after) {
        var crashing = new CrashingProvider(stripe.provider);
        crashing.crashAt(call, after);
        try (PaymentWorld dying = worldOf(crashing)) {
            InvoiceId id = dying.planned(dying.customer("customer-" + call + "-" + after, "USD"), 10_00, 5_00);
            boolean died = false;
            try {
                dying.drainAll();
            } catch (CrashingProvider.Crash crash) {
                died = true;
            }
            assertThat(died).isTrue();
            dying.drainAll();
            assertThat(dying.invoice(id).status()).isNotEqualTo(InvoiceStatus.DRAFT);
        }
    }

    private void untilPaid() throws StripeException {
        for (int look = 0; look < 100 && !onlyInvoice().getStatus().equals("paid"); look++) {
            LockSupport.parkNanos(50_000_000);
        }
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
