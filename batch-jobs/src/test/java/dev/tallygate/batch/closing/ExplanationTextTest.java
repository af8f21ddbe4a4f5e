package dev.tallygate.batch.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallygate.TestDatabase;
import dev.tallygate.invoice.BillingWorld;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceFilter;
import dev.tallygate.invoice.LineExplainer;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said of prices that are more than units at a rate. */
class ExplanationTextTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    @Test
    void packagesAMaximumAndAMinimumAreSaid() {
        StringWriter said = new StringWriter();
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
            String invoiceId = world.bean(InvoiceBook.class)
                    .list(InvoiceFilter.ALL, null, 2)
                    .getFirst()
                    .id()
                    .toString();

            ExplanationText text = new ExplanationText(new PrintWriter(said, true));
            world.bean(LineExplainer.class)
                    .explain(invoiceId, (line, event, quantity) -> {})
                    .forEach(text::print);
        }

        assertThat(said.toString())
                .containsPattern("priced +3 packages of 100 at 2\\.50 each +7\\.50")
                .containsPattern("at most +in a period +40")
                .containsPattern("minimum +of the charge in 2026-03 +20")
                .containsPattern("missing +to it, beside the lines of the charge +17\\.49")
                .doesNotContain("NOT EQUAL");
    }
}
