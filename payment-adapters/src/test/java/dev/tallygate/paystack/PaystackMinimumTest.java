package dev.tallygate.paystack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.customer.Customer;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.payment.CallKind;
import dev.tallygate.payment.CrashingProvider;
import dev.tallygate.payment.PaymentWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenario 33 at Paystack: what is too little to be collected is asked for with the customer's next invoice, once. */
class PaystackMinimumTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private PaystackWorld there;
    private CrashingProvider provider;
    private PaymentWorld here;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        there = new PaystackWorld(folder);
        provider = new CrashingProvider(there.provider());
        here = new PaymentWorld(DATABASE, there.clock(), provider);
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @ParameterizedTest
    @CsvSource({
        "NGN, 4999, 49.99 NGN",
        "USD, 199, 1.99 USD",
        "GHS, 9, 0.09 GHS",
        "KES, 299, 2.99 KES",
        "ZAR, 99, 0.99 ZAR"
    })
    void whatIsBelowTheLeastIsNotAskedFor(String currency, long total, String carried) {
        InvoiceId id = delivered(here.customer("acme", currency), total);

        assertThat(there.invoices()).isEmpty();
        assertThat(here.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(here.money(id)).containsExactly("CARRIED " + id + " DONE " + carried);
        assertThat(here.parkedReasons()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NGN, 5000", "USD, 200", "XOF, 1"})
    void theLeastItselfIsAskedFor(String currency, long total) {
        delivered(here.customer("acme", currency), total);

        assertThat(there.invoices()).hasSize(1);
    }

    /** Three months of too little, too little and enough: one request over all of it, with a line for each. */
    @Test
    void theNextInvoiceThatIsEnoughCollectsAllOfIt() {
        Customer acme = here.customer("acme", "NGN");
        InvoiceId october = delivered(acme, 10_00);
        InvoiceId november = nextMonth(acme, 20_00);
        assertThat(there.invoices()).isEmpty();

        InvoiceId december = nextMonth(acme, 30_00);

        assertThat(there.invoices())
                .extracting(invoice -> invoice.total() + " of " + invoice.lines())
                .containsExactly("6000 of [3000, 3000]");
        assertThat(lineNames())
                .containsExactly("charge-1", "From 2026-11 (" + november + "), too little to be collected then");
        assertThat(here.money(november))
                .containsExactlyInAnyOrder(
                        "CARRIED " + october + " DONE -10.00 NGN", "CARRIED " + november + " DONE 30.00 NGN");

        there.pay(here, december, 60_00);
        there.tell(here);
        here.settler().settle(100);

        assertThat(here.invoice(december).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(here.money(december)).anyMatch(row -> row.equals("CARRIED " + november + " DONE -30.00 NGN"));
        assertThat(here.invoice(december).amountPaid().minorUnits()).isEqualTo(60_00);
        assertThat(here.parkedReasons()).isEmpty();
    }

    @Test
    void whatAVoidInvoiceWasToCollectWaitsForTheNextOne() {
        Customer acme = here.customer("acme", "NGN");
        delivered(acme, 10_00);
        InvoiceId november = nextMonth(acme, 100_00);
        here.invoices().voidInvoice(november.toString(), there.clock().instant());
        here.drainAll();

        nextMonth(acme, 200_00);

        assertThat(there.invoices()).extracting(invoice -> invoice.total()).containsExactly(210_00L);
    }

    /** It asks for nothing any more, and its successor asks for its own. */
    @Test
    void whatAVoidInvoiceHandedOnIsNotCollected() {
        Customer acme = here.customer("acme", "NGN");
        InvoiceId october = here.planned(acme, 10_00);
        here.invoices().voidInvoice(october.toString(), there.clock().instant());
        here.drainAll();

        nextMonth(acme, 200_00);

        assertThat(there.invoices()).extracting(invoice -> invoice.total()).containsExactly(200_00L);
    }

    @ParameterizedTest
    @EnumSource(
            value = CallKind.class,
            names = {"CREATE_INVOICE", "FINALIZE_INVOICE"})
    void aProcessThatDiesAsksOnce(CallKind after) {
        Customer acme = here.customer("acme", "NGN");
        delivered(acme, 10_00);
        there.clock().advance(Duration.ofDays(31));
        here.planned(acme, 100_00);
        provider.crashAfter(after);

        drainUntilItDies();
        there.clock().advance(Duration.ofMinutes(3));
        here.drainAll();

        assertThat(there.invoices()).extracting(invoice -> invoice.total()).containsExactly(110_00L);
        assertThat(here.parkedReasons()).isEmpty();
    }

    private void drainUntilItDies() {
        boolean isDead = false;
        try {
            here.drainAll();
        } catch (CrashingProvider.Crash died) {
            isDead = true;
        }
        assertThat(isDead).isTrue();
    }

    private InvoiceId nextMonth(Customer customer, long total) {
        there.clock().advance(Duration.ofDays(31));
        return delivered(customer, total);
    }

    private InvoiceId delivered(Customer customer, long total) {
        InvoiceId id = here.planned(customer, total);
        here.drainAll();
        return id;
    }

    private List<String> lineNames() {
        List<String> names = new ArrayList<>();
        there.requests()
                .forEach(request -> request.path("line_items")
                        .forEach(line -> names.add(line.path("name").asString(""))));
        return names;
    }
}
