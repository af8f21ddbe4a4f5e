package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.TestDatabase;
import dev.tallygate.rejection.Rejected;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A preview is what a bill drafts, to the last line, and writes nothing. */
class InvoicePreviewerTest {
    private static final String[] PLAN = {
        "charges:", "  - {id: tokens, meter: tokens_out, per: 1_000, price: {gpt: 0.50}}", "  - {id: base, flat: 20.00}"
    };

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private BillingWorld world;

    @BeforeEach
    void open() {
        DATABASE.clear();
        world = new BillingWorld(DATABASE);
        world.plan("standard", PLAN);
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theRunningPeriodIsPreviewedAsTheBillThenDraftsItWithTheDifferencesThatRideOnIt() {
        world.use("acme", "gpt", 5_000, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        world.use("acme", "gpt", 1_000, "2026-03-11T00:00:00Z");
        world.use("acme", "gpt", 7_000, "2026-04-10T00:00:00Z");
        List<String> before = rows();

        InvoicePreview preview = preview();

        assertThat(rows()).isEqualTo(before);
        assertThat(preview.period().label()).isEqualTo("2026-04");
        List<BillOutcome> billed = world.at("2026-05-01T00:00:00Z").bill("2026-05-01T00:00:00Z");
        assertThat(preview.outcomes()).isEqualTo(billed);
        assertThat(preview.invoice().orElseThrow().total().display()).isEqualTo("24.00 USD");
        assertThat(preview.invoice().orElseThrow().lines()).hasSize(3);
    }

    @Test
    void aPeriodBeforeThatNobodyBilledYetIsShownWithItsOwnInvoice() {
        world.use("acme", "gpt", 5_000, "2026-03-10T00:00:00Z");

        InvoicePreview preview = preview();

        assertThat(preview.invoices())
                .extracting(invoice ->
                        invoice.period().label() + " " + invoice.total().display())
                .containsExactly("2026-03 22.50 USD", "2026-04 20.00 USD");
        assertThat(preview.outcomes())
                .isEqualTo(world.at("2026-05-01T00:00:00Z").bill("2026-05-01T00:00:00Z"));
    }

    @Test
    void whatWouldParkItIsSaidInsteadOfAnInvoice() {
        world.use("acme", "brand-new", 5_000, "2026-04-10T00:00:00Z");

        InvoicePreview preview = preview();

        assertThat(preview.invoice()).isEmpty();
        assertThat(preview.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.reason()).isEqualTo("UNPRICED_USAGE");
            assertThat(parked.key().periodStart()).hasToString("2026-04-01T00:00:00Z");
        });
    }

    @Test
    void aCustomerWhoseFirstPeriodHasNotBegunHasNoPreview() {
        world.subscribe("later", "standard", "2026-06-01T00:00:00Z");

        assertThatThrownBy(() -> world.bean(InvoicePreviewer.class)
                        .preview(world.customerKey("later"), world.clock().instant()))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("no period that began by 2026-04-15");
    }

    private InvoicePreview preview() {
        return world.bean(InvoicePreviewer.class)
                .preview(world.customerKey("acme"), world.clock().instant());
    }

    /** What a bill would change. */
    private List<String> rows() {
        return DATABASE.jdbcClient()
                .sql("""
                select concat(customer_key, ' ', next_seq, ' ', coalesce(period_start, ''))
                from customer_ledgers
                union all
                select concat(customer_key, ' ', period_start, ' ', state, ' ', invoiced_seq)
                from billing_periods
                union all
                select concat(invoice_id, ' ', total_amount)
                from invoices
                union all
                select concat(parked_id, ' ', state)
                from parked
                order by 1
                """)
                .query((row, number) -> row.getString(1))
                .list();
    }
}
