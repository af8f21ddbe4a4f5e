package dev.tallygate.batch.delivering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import dev.tallygate.batch.SilentStripe;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.mail.MailDrop;
import dev.tallygate.payment.PaymentWorld;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Currency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Bank transfer as an operator types it. */
class BankTransferTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private final MailDrop drop = MailDrop.open();
    private PaymentWorld world;
    private Shell shell;

    @BeforeEach
    void open() {
        DATABASE.clear();
        world = new PaymentWorld(DATABASE, SettableClock.at(Instant.now().toString()), SilentStripe.provider());
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString());
    }

    @AfterEach
    void close() {
        world.close();
        drop.close();
    }

    @Test
    void anInvoiceIsMailedAndMarkedPaid() {
        InvoiceId id = draft(120_00);
        assertThat(shell.run("batch", "deliver").err()).contains("manual is off (TALLYGATE_BANK_DETAILS is not set)");
        assertThat(shell.with("tallygate.bank.details", "IBAN")
                        .run("batch", "deliver")
                        .err())
                .contains("manual is off (TALLYGATE_SMTP_URL is not set)");

        withBank().ok("batch", "deliver");
        Shell.Result odd = mark(id, "120.005", "bank-1");
        Shell.Result part = mark(id, "60", "bank-1");
        Shell.Result whole = mark(id, "60.00", "bank-2");
        Shell.Result again = mark(id, "60.00", "bank-2");
        Shell.Result other = mark(id, "120.00", "bank-3");

        assertThat(drop.read().getFirst().text()).contains("IBAN XX00", "120.00 USD");
        assertThat(odd.exitCode()).isEqualTo(1);
        assertThat(odd.err())
                .contains("amount: 120.005 (expected: an amount in USD with at most 2 decimals, such as 120.00)");
        assertThat(part.exitCode()).isEqualTo(2);
        assertThat(part.out()).contains("received 60.00 USD, total 120.00 USD: parked, it is FINALIZED");
        assertThat(whole.exitCode()).as(whole.toString()).isZero();
        assertThat(whole.out()).contains("PAID with 120.00 USD, reference bank-2");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("was reported before; nothing changed, it is PAID");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("INVOICE_STATE", "under reference bank-3 is not booked");
        assertThat(world.invoice(id).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(shell.ok("invoices", "show", id.toString()))
                .containsPattern("OUT_OF_BAND +bank-1 +DONE +60.00 USD")
                .containsPattern("OUT_OF_BAND +bank-2 +DONE +60.00 USD");
        withBank().ok("batch", "reconcile");
    }

    private Shell.Result mark(InvoiceId id, String amount, String reference) {
        return shell.run("invoices", "mark-paid", id.toString(), "--amount", amount, "--reference", reference);
    }

    private InvoiceId draft(long amount) {
        return world.draft(
                world.customers()
                        .create(new CustomerProfile(
                                "acme",
                                "Acme",
                                "acme@example.com",
                                Currency.getInstance("USD"),
                                CustomerProfile.MANUAL)),
                amount);
    }

    private Shell withBank() {
        return shell.with("tallygate.smtp.url", drop.url())
                .with("tallygate.mail.from", "billing@example.com")
                .with("tallygate.bank.details", "IBAN XX00");
    }
}
