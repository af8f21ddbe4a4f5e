package dev.tallygate.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallygate.TestDatabase;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lines explained and replayed on a real database (invariant 8). */
class LineExplainerTest {
    private static final String MAY = "2026-05-01T00:00:00Z";
    private static final String TIERED = """
            charges:
              - id: tokens     # by model
                meter: tokens_out
                per: 1_000
                tiers_by: model
                graduated:
                  - {up_to: 1_000, price: 0.50}
                  - {price: 0.25}
              - {id: base, flat: 20.00}""";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.create();

    private BillingWorld world;

    @BeforeEach
    void open() {
        DATABASE.clear();
        world = new BillingWorld(DATABASE);
        world.plan("standard", TIERED);
        world.subscribe("acme", "standard", "2026-03-01T00:00:00Z");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aLineNamesItsChargeItsTiersAndItsEventsWhoseSumIsItsQuantity_invariant8() {
        world.use("acme", "gpt", 900, "2026-03-10T00:00:00Z");
        world.use("acme", "mini", 50, "2026-03-11T00:00:00Z");
        world.use("acme", "gpt", 350, "2026-03-12T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        List<Long> counted = new ArrayList<>();

        LineExplanation explanation =
                explainer().explain(invoiceId("P1"), 1, (line, event, quantity) -> counted.add(quantity));

        LineExplanation.Rated rated = explanation.rated().orElseThrow();
        assertThat(rated.charge().plan()).isEqualTo("standard v1");
        assertThat(rated.charge().text().lineNumber()).isEqualTo(5);
        assertThat(rated.charge().text().lines())
                .startsWith("- id: tokens     # by model")
                .hasSize(7);
        assertThat(rated.walk().tiers()).extracting(PriceWalk.Tier::quantity).containsExactly(1_000L, 250L);
        assertThat(counted).containsExactly(900L, 350L);
        assertThat(rated.events().count()).isEqualTo(2);
        assertThat(rated.events().quantity())
                .isEqualTo(rated.line().basis().quantity())
                .isEqualTo(1_250);
        assertThat(rated.replay().unroundedAmount()).isEqualByComparingTo("0.5625");
        assertThat(rated.replay().rounded().display()).isEqualTo("0.56 USD");
        assertThat(explanation.isProved()).isTrue();
    }

    @Test
    void aDifferenceNamesWhatEarlierInvoicesHadAndCountsTheLateEventsToo_invariants7And8() {
        world.use("acme", "gpt", 900, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        world.use("acme", "gpt", 350, "2026-03-12T00:00:00Z");
        world.at(MAY).bill(MAY);

        List<LineExplanation> lines = explainer().explain(aprilInvoice(), (line, event, quantity) -> {});

        LineExplanation.Rated late = lines.stream()
                .flatMap(line -> line.rated().stream())
                .filter(line -> line.line().key().chargeId().equals("tokens"))
                .findFirst()
                .orElseThrow();
        assertThat(late.prior()).singleElement().satisfies(prior -> {
            assertThat(prior.invoiceId()).isEqualTo(invoiceId("P1"));
            assertThat(prior.amount().display()).isEqualTo("0.45 USD");
        });
        assertThat(late.line().amount().display()).isEqualTo("0.11 USD");
        assertThat(late.events()).isEqualTo(new LineExplanation.Events(2, 2, 4, 1_250, 1, 0));
        assertThat(lines).allMatch(LineExplanation::isProved);
    }

    @Test
    void linesOfAMonthThatWasReratedAndCorrectedAreProvedBeforeAndAfter_invariant8() {
        world.plan("p", "corrections: at_once", "charges: [{id: t, meter: tokens_out, price: {\"gpt\": 1.10}}]");
        world.subscribe("beta", "p", "2026-03-01T00:00:00Z");
        world.use("beta", "gpt", 10, "2026-03-10T00:00:00Z");
        String wrong = world.use("beta", "gpt", 3, "2026-03-11T00:00:00Z").eventId();
        world.bill("2026-04-01T00:00:00Z");
        world.plan("p", "corrections: at_once", "charges: [{id: t, meter: tokens_out, price: 1.10}]");

        world.rerate("beta", "p", "2026-03");
        world.voidEvent("beta", wrong);
        world.bill("2026-04-01T00:00:00Z");
        world.plan("p", "corrections: at_once", "charges: [{id: t, meter: tokens_out, price: {\"gpt\": 1.10}}]");
        world.rerate("beta", "p", "2026-03");
        world.bill("2026-04-01T00:00:00Z");

        assertThat(world.invoices("beta"))
                .containsExactlyInAnyOrder(
                        "P1 2026-03 DRAFT 14.30: t gpt 14.30",
                        "A1 2026-03 DRAFT -3.30: t 11.00 | t gpt -14.30",
                        "A2 2026-03 DRAFT 0.00: t gpt 11.00 | t -11.00");
        for (Invoice invoice :
                world.bean(InvoiceBook.class).list(InvoiceFilter.ofCustomer(world.customerKey("beta")), null, 10)) {
            assertThat(explainer().explain(invoice.id().toString(), (line, event, quantity) -> {}))
                    .as(invoice.toString())
                    .allMatch(LineExplanation::isProved);
        }
    }

    @Test
    void theFirstInvoiceIsStillReplayedFromItsOwnRowsAfterMoreCame_invariant8() {
        world.use("acme", "gpt", 900, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        world.use("acme", "gpt", 350, "2026-03-12T00:00:00Z");

        List<LineExplanation> lines = explainer().explain(invoiceId("P1"), (line, event, quantity) -> {});

        assertThat(lines).hasSize(2).allMatch(LineExplanation::isProved);
        assertThat(lines.getFirst().rated().orElseThrow().events().count()).isEqualTo(1);
    }

    @Test
    void aLineThatItsEventsDoNotGiveIsNotProvedAndSaysWhichFigure() {
        world.use("acme", "gpt", 900, "2026-03-10T00:00:00Z");
        world.bill("2026-04-01T00:00:00Z");
        DATABASE.jdbcClient()
                .sql("update invoice_lines set amount = amount + 1, quantity = 901 where charge_id = 'tokens'")
                .update();

        LineExplanation line = explainer().explain(invoiceId("P1"), 1, (rated, event, quantity) -> {});

        assertThat(line.isProved()).isFalse();
        assertThat(line.rated().orElseThrow().replay().findings())
                .extracting(Finding::display)
                .anySatisfy(text -> assertThat(text).contains("quantity: 901 (expected: 900)"))
                .anySatisfy(text -> assertThat(text).contains("amount: 0.46 USD (expected: 0.45 USD)"));
    }

    @Test
    void aLineThatIsNotThereIsRefusedWithTheNumbersThatAre() {
        world.bill("2026-04-01T00:00:00Z");

        assertThatThrownBy(() -> explainer().explain(invoiceId("P1"), 2, (line, event, quantity) -> {}))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("line_number: 2 (expected: 1 to 1")
                .extracting(failure -> ((Rejected) failure).reason())
                .isEqualTo(Reason.FIELD_INVALID);
    }

    private LineExplainer explainer() {
        return world.bean(LineExplainer.class);
    }

    private String invoiceId(String name) {
        return "inv_%d_20260301_%s".formatted(world.customerKey("acme"), name);
    }

    private String aprilInvoice() {
        return "inv_%d_20260401_P1".formatted(world.customerKey("acme"));
    }
}
