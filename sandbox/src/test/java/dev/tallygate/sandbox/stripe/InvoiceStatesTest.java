package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.InvoiceCreateParams;
import com.stripe.param.InvoiceItemCreateParams;
import com.stripe.param.InvoicePayParams;
import com.stripe.param.InvoiceUpdateParams;
import dev.tallygate.sandbox.journal.Json;
import dev.tallygate.sandbox.provider.Awaiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoiceStatesTest {
    @TempDir
    Path folder;

    private StripeFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new StripeFixture(folder);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    /** A dash is a refusal that leaves the state as it was. */
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(textBlock = """
                    draft,         finalize,           open
                    draft,         pay,                paid
                    draft,         void,               -
                    draft,         mark_uncollectible, -
                    draft,         delete,             deleted
                    open,          finalize,           -
                    open,          pay,                paid
                    open,          void,               void
                    open,          mark_uncollectible, uncollectible
                    open,          delete,             -
                    uncollectible, finalize,           -
                    uncollectible, pay,                paid
                    uncollectible, void,               void
                    uncollectible, mark_uncollectible, -
                    uncollectible, delete,             -
                    paid,          finalize,           -
                    paid,          pay,                -
                    paid,          void,               -
                    paid,          mark_uncollectible, -
                    paid,          delete,             -
                    void,          finalize,           -
                    void,          pay,                -
                    void,          void,               -
                    void,          mark_uncollectible, -
                    void,          delete,             -
                    """)
    void movesAreThoseOfStripeAndNoOthers(String from, String action, String to)
            throws StripeException, IOException, InterruptedException {
        String path = "/v1/invoices/" + invoiceIn(from);

        HttpResponse<String> answer = action.equals("delete")
                ? fixture.send("DELETE", path, Map.of())
                : fixture.send("POST", path + "/" + action, Map.of());

        HttpResponse<String> after = fixture.send("GET", path, Map.of());
        if (to.equals("-")) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(StripeFixture.error(answer).path("type").stringValue()).isEqualTo("invalid_request_error");
            assertThat(status(after)).isEqualTo(from);
        } else if (to.equals("deleted")) {
            assertThat(after.statusCode()).isEqualTo(404);
        } else {
            assertThat(status(after)).isEqualTo(to);
        }
    }

    private static String status(HttpResponse<String> invoice) {
        return Json.parse(invoice.body()).path("status").stringValue();
    }

    private String invoiceIn(String status) throws StripeException, IOException, InterruptedException {
        String id = fixture.draft(fixture.customer("a@example.com"), 700).getId();
        String path = "/v1/invoices/" + id;
        if (!status.equals("draft")) {
            fixture.send("POST", path + "/finalize", Map.of());
        }
        switch (status) {
            case "paid" -> fixture.send("POST", path + "/pay", Map.of());
            case "void" -> fixture.send("POST", path + "/void", Map.of());
            case "uncollectible" -> fixture.send("POST", path + "/mark_uncollectible", Map.of());
            default -> assertThat(status).isIn("draft", "open");
        }
        return id;
    }

    @Test
    void aFinalizedInvoiceTakesNoItemsAndNoNewMoneyButMetadata() throws StripeException {
        Customer customer = fixture.customer("a@example.com");
        Invoice draft = fixture.draft(customer, 700);
        fixture.client.v1().invoices().finalizeInvoice(draft.getId());

        assertThatThrownBy(() -> fixture.client
                        .v1()
                        .invoiceItems()
                        .create(InvoiceItemCreateParams.builder()
                                .setCustomer(customer.getId())
                                .setInvoice(draft.getId())
                                .setAmount(1L)
                                .build()))
                .isInstanceOf(InvalidRequestException.class)
                .extracting(error -> ((StripeException) error).getCode())
                .isEqualTo("invoice_not_editable");
        assertThatThrownBy(() -> fixture.client
                        .v1()
                        .invoices()
                        .update(
                                draft.getId(),
                                InvoiceUpdateParams.builder()
                                        .setDaysUntilDue(3L)
                                        .build()))
                .extracting(error -> ((StripeException) error).getCode())
                .isEqualTo("invoice_not_editable");
        assertThat(fixture.client
                        .v1()
                        .invoices()
                        .update(
                                draft.getId(),
                                InvoiceUpdateParams.builder()
                                        .putMetadata("seen", "yes")
                                        .build())
                        .getMetadata())
                .containsEntry("seen", "yes");
    }

    @Test
    void below50CentsAnInvoiceIsPaidWithNothingAndTheDebtIsOnTheNext() throws StripeException {
        Customer customer = fixture.customer("small@example.com");

        Invoice small = fixture.client
                .v1()
                .invoices()
                .finalizeInvoice(fixture.draft(customer, 49).getId());
        Invoice next = fixture.client
                .v1()
                .invoices()
                .finalizeInvoice(fixture.draft(customer, 500).getId());

        assertThat(small.getStatus()).isEqualTo("paid");
        assertThat(small.getTotal()).isEqualTo(49L);
        assertThat(small.getAmountPaid()).isZero();
        assertThat(small.getEndingBalance()).isEqualTo(49L);
        assertThat(next.getStatus()).isEqualTo("open");
        assertThat(next.getTotal()).isEqualTo(500L);
        assertThat(next.getStartingBalance()).isEqualTo(49L);
        assertThat(next.getAmountDue()).isEqualTo(549L);
        assertThat(fixture.client.v1().customers().retrieve(customer.getId()).getBalance())
                .isZero();
    }

    @Test
    void aTotalOfZeroIsPaidAtOnceAndANegativeOneIsCredit() throws StripeException {
        Customer customer = fixture.customer("credit@example.com");

        assertThat(fixture.client
                        .v1()
                        .invoices()
                        .finalizeInvoice(fixture.draft(customer, 500, -500).getId())
                        .getStatus())
                .isEqualTo("paid");
        fixture.client
                .v1()
                .invoices()
                .finalizeInvoice(fixture.draft(customer, -300).getId());

        assertThat(fixture.client.v1().customers().retrieve(customer.getId()).getBalance())
                .isEqualTo(-300L);
    }

    @Test
    void aVoidedInvoiceGivesBackTheBalanceThatItUsed() throws StripeException {
        Customer customer = fixture.customer("back@example.com");
        fixture.client
                .v1()
                .customers()
                .update(
                        customer.getId(),
                        CustomerUpdateParams.builder().setBalance(-200L).build());
        Invoice invoice = fixture.client
                .v1()
                .invoices()
                .finalizeInvoice(fixture.draft(customer, 500).getId());
        assertThat(invoice.getAmountDue()).isEqualTo(300L);

        fixture.client.v1().invoices().voidInvoice(invoice.getId());

        assertThat(fixture.client.v1().customers().retrieve(customer.getId()).getBalance())
                .isEqualTo(-200L);
    }

    @Test
    void aDeclinedCardIsA402AndIsTriedAgainTheNextDay() throws StripeException, InterruptedException {
        Customer customer = fixture.customer("acme+sandbox_declined@example.com");
        Invoice open = fixture.client
                .v1()
                .invoices()
                .finalizeInvoice(fixture.draft(customer, 700).getId());

        assertThatThrownBy(() -> fixture.client.v1().invoices().pay(open.getId()))
                .isInstanceOf(CardException.class)
                .extracting(error -> ((CardException) error).getCode())
                .isEqualTo("card_declined");

        Invoice advancing = fixture.client
                .v1()
                .invoices()
                .update(
                        open.getId(),
                        InvoiceUpdateParams.builder().setAutoAdvance(true).build());
        assertThat(advancing.getAttemptCount()).isEqualTo(1L);
        Awaiting.await(() -> attempts(open) == 2);
        fixture.clock.advance(Duration.ofDays(1));
        Awaiting.await(() -> attempts(open) == 3);
        assertThat(fixture.receiver.types()).doesNotContain("invoice.paid");
    }

    private long attempts(Invoice invoice) {
        try {
            return fixture.client.v1().invoices().retrieve(invoice.getId()).getAttemptCount();
        } catch (StripeException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCustomerWithoutACardIsNotChargedUntilItHasOne() throws StripeException, IOException, InterruptedException {
        Customer customer = fixture.customer("acme+sandbox_no_card@example.com");
        Invoice draft = fixture.client
                .v1()
                .invoices()
                .update(
                        fixture.draft(customer, 700).getId(),
                        InvoiceUpdateParams.builder().setAutoAdvance(true).build());
        fixture.client.v1().invoices().finalizeInvoice(draft.getId());
        assertThatThrownBy(() -> fixture.client.v1().invoices().pay(draft.getId()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("payment method");

        fixture.send("POST", "/_sandbox/stripe/customers/" + customer.getId() + "/card", Map.of("card", "pays"));

        Awaiting.await(() -> fixture.receiver.types().contains("invoice.paid"));
    }

    @Test
    void aPaymentOutOfBandIsCountedApart() throws StripeException {
        Invoice open = fixture.client
                .v1()
                .invoices()
                .finalizeInvoice(
                        fixture.draft(fixture.customer("a@example.com"), 700).getId());

        Invoice paid = fixture.client
                .v1()
                .invoices()
                .pay(
                        open.getId(),
                        InvoicePayParams.builder().setPaidOutOfBand(true).build());

        assertThat(paid.getStatus()).isEqualTo("paid");
        assertThat(paid.getAmountPaid()).isZero();
        assertThat(paid.getAmountPaidOffStripe()).isEqualTo(700L);
        assertThat(paid.getAmountRemaining()).isZero();
    }

    @Test
    void aDraftThatAdvancesFinalizesItselfAfterAnHour() throws StripeException, InterruptedException {
        fixture.client
                .v1()
                .invoices()
                .create(InvoiceCreateParams.builder()
                        .setCustomer(fixture.customer("a@example.com").getId())
                        .setAutoAdvance(true)
                        .build());
        Awaiting.await(() -> fixture.receiver.types().contains("invoice.created"));
        assertThat(fixture.receiver.types()).doesNotContain("invoice.finalized");

        fixture.clock.advance(Duration.ofHours(1));

        Awaiting.await(() -> fixture.receiver.types().contains("invoice.finalized"));
    }

    @Test
    void anInvoiceHasAtMost250Items() throws StripeException {
        Customer customer = fixture.customer("many@example.com");
        Invoice full = fixture.draft(customer, new long[InvoiceBook.ITEMS_MAX]);

        assertThatThrownBy(() -> fixture.client
                        .v1()
                        .invoiceItems()
                        .create(InvoiceItemCreateParams.builder()
                                .setCustomer(customer.getId())
                                .setInvoice(full.getId())
                                .setAmount(1L)
                                .build()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("250");
    }
}
