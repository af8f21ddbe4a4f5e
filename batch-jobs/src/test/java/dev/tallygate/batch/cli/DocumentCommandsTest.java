package dev.tallygate.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.SettableClock;
import dev.tallygate.TestDatabase;
import dev.tallygate.batch.Shell;
import dev.tallygate.batch.SilentStripe;
import dev.tallygate.customer.CustomerProfile;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.payment.PaymentWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Currency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sellers, buyers and documents as an operator types them. */
class DocumentCommandsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    Path folder;

    private PaymentWorld world;
    private Shell shell;

    @BeforeEach
    void open() {
        DATABASE.clear();
        world = new PaymentWorld(DATABASE, SettableClock.at(Instant.now().toString()), SilentStripe.provider());
        shell = Shell.on(DATABASE, folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDraftIsWrittenWithItsSellerAndItsBuyer() throws IOException {
        InvoiceId id = draft();
        Path file = Files.writeString(folder.resolve("seller.yaml"), """
                entities:
                  labs: {name: Acme Labs Ltd, country: NG, tax_ids: [TIN 1]}
                """);
        assertThat(shell.run("seller", "show").err()).contains("No seller is named");
        assertThat(shell.ok("seller", "set", file.toString())).contains("Acme Labs Ltd", "INV-{year}-{number}");

        assertThat(shell.ok("customers", "update", "acme", "--legal-name", "Zoë SARL", "--tax-id", "NCC 9"))
                .contains("Zoë SARL", "NCC 9");
        assertThat(shell.ok("customers", "update", "acme", "--country", "CI")).contains("Zoë SARL", "CI");
        Path html = folder.resolve("draft.html");
        Path pdf = folder.resolve("draft.pdf");
        shell.ok("invoices", "document", id.toString(), "--html", html.toString(), "--pdf", pdf.toString());

        assertThat(Files.readString(html)).contains("Acme Labs Ltd", "TIN 1", "Zoë SARL", "NCC 9", "DRAFT");
        assertThat(Files.readString(pdf, java.nio.charset.StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-");
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        draft();
        Path file = Files.writeString(folder.resolve("seller.yaml"), """
                default: none
                entities:
                  a: {name: A Ltd}
                """);

        assertThat(shell.run("seller", "set", file.toString()).err())
                .contains("default: none (expected: one of the entities of the file)");
        assertThat(shell.run("customers", "update", "acme", "--country", "Nigeria")
                        .err())
                .contains("buyer.country: Nigeria (expected: an ISO 3166 code of two letters such as NG, or none)");
        assertThat(shell.run("customers", "update", "acme", "--legal-entity", "nobody")
                        .err())
                .contains(
                        "buyer.entity_id: nobody (expected: a legal entity that `./tallygate seller show` has, or none)");
        assertThat(shell.run("invoices", "document", "INV-2026-000009").err()).contains("INVOICE_NOT_FOUND");
    }

    private InvoiceId draft() {
        Currency usd = Currency.getInstance("USD");
        return world.draft(
                world.customers()
                        .create(new CustomerProfile("acme", "Acme", "acme@example.com", usd, CustomerProfile.STRIPE)),
                120_00);
    }
}
