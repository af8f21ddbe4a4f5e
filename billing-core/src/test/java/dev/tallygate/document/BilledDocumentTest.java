package dev.tallygate.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.BillingWorld;
import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFilter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The document of what was really drafted: each kind of price says how it came to its amount. */
class BilledDocumentTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @Test
    void packagesAMaximumAndAMinimumAreSaid() {
        try (BillingWorld world = new BillingWorld(DATABASE)) {
            world.plan(
                    "kinds",
                    "charges:",
                    "  - {id: packs, meter: tokens_out, package: {size: 100, price: 2.50}}",
                    "  - {id: calls, meter: requests, price: 30, maximum: 40}",
                    "  - {id: least, meter: tokens_out, price: 0.01, minimum: 20}");
            world.subscribe("acme", "kinds", "2026-03-01T00:00:00Z");
            world.use("acme", "gpt", 150, "2026-03-10T00:00:00Z");
            world.use("acme", "gpt", 101, "2026-03-11T00:00:00Z");
            world.bill("2026-04-01T00:00:00Z");
            InvoiceBook invoices = world.bean(InvoiceBook.class);
            Invoice drafted = invoices.list(InvoiceFilter.ALL, null, 2).getFirst();

            String html = new InvoiceDocuments(invoices, List.of()).html(drafted);

            assertThat(html).contains("packages of 100</td><td class=\"figure\">3</td>", ">2.50</td>", ">7.50</td>");
            assertThat(html).contains("at most 40.00");
            assertThat(html).contains("Least: up to its minimum of 20.00", ">17.49</td>");
        }
    }
}
