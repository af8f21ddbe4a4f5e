package dev.tallygate.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import dev.tallygate.batch.SilentStripe;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.mail.MailDrop;
import dev.tallygate.payment.PaymentWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An invoice by bank transfer that nobody pays for a month, as an operator sees it. */
class OverdueCommandsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private static final int DAYS_AGO = 45;
    private static final String PLAN = """
            plan: strict
            currency: USD
            overdue: {notices: [0, 3, 7], deny_after_days: 10}
            charges:
              - {id: base, flat: 120.00}
            """;

    @TempDir
    Path folder;

    private final Instant draftedTime = Instant.now().minus(Duration.ofDays(DAYS_AGO));
    private final MailDrop drop = MailDrop.open();
    private PaymentWorld world;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        world = new PaymentWorld(DATABASE, SettableClock.at(draftedTime.toString()), SilentStripe.provider());
        shell = Shell.on(DATABASE, folder)
                .with("tallygate.reports-folder", folder.resolve("reports").toString())
                .with("tallygate.smtp.url", drop.url())
                .with("tallygate.mail.from", "billing@example.com")
                .with("tallygate.bank.details", "IBAN XX00");
        Path file = folder.resolve("strict.yaml");
        Files.writeString(file, PLAN);
        shell.ok("plans", "apply", file.toString());
    }

    @AfterEach
    void close() {
        world.close();
        drop.close();
    }

    @Test
    void itIsShownRemindedOfLetPassAndPaid() {
        InvoiceId id = unpaidInvoice();
        Instant due = LocalDate.ofInstant(draftedTime, ZoneOffset.UTC)
                .plusDays(31)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();

        assertThat(shell.ok("invoices", "list", "--overdue")).contains(id.toString(), due.toString());
        assertThat(shell.ok("customers", "show", "acme"))
                .contains(id + " due " + due)
                .containsPattern("denied_from +" + due.plus(10, ChronoUnit.DAYS));

        shell.ok("batch", "notify");
        shell.ok("batch", "notify");
        assertThat(drop.read()).hasSize(2);
        assertThat(drop.read().getLast().text())
                .contains("Invoice " + id + " of 120.00 USD is overdue")
                .contains("Please transfer 120.00 USD with the reference " + id)
                .contains("IBAN XX00");

        Instant until = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        assertThat(shell.ok("customers", "allow", "acme", "--until", until.toString(), "--note", "pays on Friday"))
                .containsPattern("denied_from +" + until)
                .containsPattern("allowed_until +" + until + " \\(given .*: pays on Friday\\)");
        assertThat(shell.run("customers", "allow", "acme", "--until", until.toString())
                        .err())
                .contains("--note");

        shell.ok("invoices", "mark-paid", id.toString(), "--amount", "120.00", "--reference", "bank-1");
        assertThat(shell.ok("invoices", "list", "--overdue")).isEqualTo("none\n");
        assertThat(shell.ok("customers", "show", "acme")).doesNotContain(id.toString());
    }

    private InvoiceId unpaidInvoice() {
        InvoiceId id = world.draft(
                world.customers()
                        .create(new CustomerProfile(
                                "acme",
                                "Acme",
                                "acme@example.com",
                                Currency.getInstance("USD"),
                                CustomerProfile.MANUAL)),
                120_00);
        shell.ok("customers", "subscribe", "acme", "strict");
        shell.ok("batch", "deliver");
        return id;
    }
}
