package dev.tallygate.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.customer.CustomerChange;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.database.Transactions;
import dev.tallygate.invoice.BillingWorld;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFilter;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.mail.MailSettings;
import dev.tallygate.mail.Mailer;
import dev.tallygate.mail.SmtpMailer;
import dev.tallygate.mail.SmtpSettings;
import dev.tallygate.notification.Notifier;
import dev.tallygate.operation.ParkedBook;
import dev.tallygate.party.LegalEntities;
import dev.tallygate.party.SellerFile;
import dev.tallygate.payment.InvoiceMailSettings;
import dev.tallygate.payment.MailedBy;
import dev.tallygate.sandbox.mail.CaughtMail;
import dev.tallygate.sandbox.mail.LocalMail;
import dev.tallygate.sandbox.mail.MailContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

/** Who mails an invoice, what is in the mail, and that it comes once; through the mail catcher, over SMTP. */
class InvoiceMailTest {
    private static final Instant TIME = Instant.parse("2026-04-02T00:00:00Z");

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private LocalMail catcher;
    private BillingWorld world;

    @BeforeEach
    void open() throws IOException {
        DATABASE.clear();
        catcher = LocalMail.start(folder);
        start("tallygate", "keep");
    }

    @AfterEach
    void close() {
        world.close();
        catcher.close();
    }

    private void start(String mailedBy, String zero) {
        Map<String, Object> settings = Map.of("tallygate.invoices.mailed-by", mailedBy);
        world = new BillingWorld(DATABASE, SettableClock.at("2026-04-15T00:00:00Z"), context -> {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("mails", settings));
            context.registerBean(DocumentConfiguration.class);
            context.registerBean(
                    Mailer.class,
                    () -> new SmtpMailer(
                            new SmtpSettings(catcher.smtpUrl()).address(),
                            new MailSettings("billing@example.com").sender()));
        });
        world.plan(
                "standard",
                "zero_invoices: " + zero,
                "charges: [{id: tokens, meter: tokens_out, per: 1, price: {gpt: 0.005, free: 0}}]");
    }

    private void restart(String mailedBy, String zero) {
        world.close();
        start(mailedBy, zero);
    }

    @Test
    void aNewInvoiceIsMailedOnceWithItsDocument() {
        world.bean(LegalEntities.class).set(SellerFile.parse("entities: {labs: {name: Acme Labs}}"));
        InvoiceId id = draft("acme", "gpt");
        finalizeDraft(id);
        finalizeDraft(id);

        mailAll();
        mailAll();

        assertThat(catcher.mails()).hasSize(1);
        CaughtMail mail = catcher.mails().getFirst();
        MailContent content = catcher.content(mail.number()).orElseThrow();
        assertThat(mail.subject()).isEqualTo("Invoice INV-2026-000001 from Acme Labs");
        assertThat(mail.recipients()).containsExactly("acme@example.com");
        assertThat(mail.arrivals()).isEqualTo(1);
        assertThat(content.attachments()).containsExactly("INV-2026-000001.pdf");
        assertThat(content.text().replace('\u00a0', ' '))
                .contains("USD 0.50 by 14 April 2026", "https://pay.example.com/1", id.toString());
        assertThat(content.html()).contains("https://pay.example.com/1");
    }

    @Test
    void whatTheProviderMailsIsNotMailedHere() {
        restart("provider", "send");
        finalizeDraft(draft("acme", "gpt"));

        mailAll();

        assertThat(catcher.mails()).isEmpty();
        assertThat(world.bean(Notifier.class).waiting()).isZero();
    }

    @Test
    void anInvoiceThatIsVoidBeforeItsMailLeftIsNotMailed() {
        InvoiceId id = draft("acme", "gpt");
        finalizeDraft(id);
        world.bean(InvoiceBook.class).voidInvoice(id.toString(), TIME);

        mailAll();

        assertThat(catcher.mails()).isEmpty();
        assertThat(world.bean(Notifier.class).waiting()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"keep, 0", "send, 1"})
    void anInvoiceOfZeroIsMailedWhereThePlanSaysSo(String zero, int mails) {
        restart("tallygate", zero);
        InvoiceId id = draft("acme", "free");
        finalizeDraft(id);

        mailAll();

        assertThat(catcher.mails()).hasSize(mails);
        assertThat(invoice(id).reference().number()).isEqualTo("INV-2026-000001");
    }

    @Test
    void anInvoiceWhoseCustomerHasNoAddressIsParkedAndMailedOnceItHasOne() {
        InvoiceId id = draft("acme", "gpt");
        world.bean(CustomerRegistry.class).update("acme", new CustomerChange(null, ""));
        finalizeDraft(id);
        mailAll();
        assertThat(world.parked("acme", "mail:" + id + ":new").cause().reason()).isEqualTo("NO_ADDRESS");

        world.bean(CustomerRegistry.class).update("acme", new CustomerChange(null, "late@example.com"));
        world.bean(ParkedBook.class)
                .retry(world.parked("acme", "mail:" + id + ":new").key());
        mailAll();

        assertThat(catcher.mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients()).containsExactly("late@example.com"));
    }

    @Test
    void defaultsLeaveMailsToTheProvider() {
        InvoiceMailSettings settings = Binder.get(new MockEnvironment())
                .bindOrCreate("tallygate.invoices", Bindable.of(InvoiceMailSettings.class));

        assertThat(settings).isEqualTo(new InvoiceMailSettings(MailedBy.PROVIDER));
    }

    private InvoiceId draft(String customerId, String model) {
        world.subscribe(customerId, "standard", "2026-03-01T00:00:00Z");
        world.bean(CustomerRegistry.class).update(customerId, new CustomerChange(null, customerId + "@example.com"));
        world.use(customerId, model, 100, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        List<Invoice> drafted = world.bean(InvoiceBook.class).list(InvoiceFilter.ALL, null, 10);
        return drafted.getLast().id();
    }

    private void finalizeDraft(InvoiceId id) {
        InvoiceBook book = world.bean(InvoiceBook.class);
        world.bean(Transactions.class).run(() -> {
            world.bean(GateRepository.class).lock(List.of(id.customerKey()));
            book.finalized(id, "in_" + id, null, TIME);
            book.changeDue(
                    id, new Invoice.Due(Instant.parse("2026-04-15T00:00:00Z"), null, "https://pay.example.com/1"));
        });
    }

    private Invoice invoice(InvoiceId id) {
        return world.bean(InvoiceBook.class).require(id.toString());
    }

    private void mailAll() {
        world.bean(Notifier.class).drain(100);
    }
}
