package dev.tallygate.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.CreditNote;
import com.stripe.model.Invoice;
import com.stripe.param.CreditNoteCreateParams;
import com.stripe.param.CreditNoteListParams;
import com.stripe.param.CreditNotePreviewParams;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CreditNotesTest {
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

    @Test
    void aNoteOnAnOpenInvoiceLowersWhatIsOwedAndVoidingItRaisesItAgain()
            throws StripeException, IOException, InterruptedException {
        String invoice = fixture.open("a@example.com", 700);

        CreditNote note = fixture.client
                .v1()
                .creditNotes()
                .create(CreditNoteCreateParams.builder()
                        .setInvoice(invoice)
                        .setAmount(300L)
                        .setMemo("late usage")
                        .putMetadata("app_credit_note_id", "cn-1")
                        .build());

        assertThat(note.getType()).isEqualTo("pre_payment");
        assertThat(note.getNumber()).endsWith("-CN-01");
        assertThat(remaining(invoice)).isEqualTo(400);
        assertThat(fixture.get("/v1/invoices/" + invoice)
                        .path("pre_payment_credit_notes_amount")
                        .longValue())
                .isEqualTo(300);
        assertThat(fixture.client
                        .v1()
                        .creditNotes()
                        .voidCreditNote(note.getId())
                        .getStatus())
                .isEqualTo("void");
        assertThat(remaining(invoice)).isEqualTo(700);
        assertThat(fixture.refused("/v1/credit_notes/" + note.getId() + "/void")
                        .path("message")
                        .stringValue())
                .contains("void");
        assertThat(fixture.told()).contains("credit_note.created", "credit_note.voided");
    }

    private long remaining(String invoice) throws IOException, InterruptedException {
        return fixture.get("/v1/invoices/" + invoice).path("amount_remaining").longValue();
    }

    @Test
    void aNoteOverEverythingThatIsOwedPaysTheInvoiceWithNothing()
            throws StripeException, IOException, InterruptedException {
        String invoice = fixture.open("a@example.com", 700);

        fixture.post("/v1/credit_notes", "invoice", invoice, "amount", 700);

        JsonNode shown = fixture.get("/v1/invoices/" + invoice);
        assertThat(shown.path("status").stringValue()).isEqualTo("paid");
        assertThat(shown.path("amount_paid").longValue()).isZero();
    }

    @ParameterizedTest(name = "refund {0}, credit {1}, out of band {2}: {3}")
    @CsvSource(textBlock = """
                    300, 0,   0,   200
                    0,   300, 0,   200
                    0,   0,   300, 200
                    100, 100, 100, 200
                    0,   0,   0,   400
                    300, 1,   0,   400
                    """)
    void whatWasPaidIsGivenBackToTheLastCent(long refund, long credit, long outOfBand, int status)
            throws StripeException, IOException, InterruptedException {
        String invoice = fixture.open("a@example.com", 700);
        fixture.post("/_sandbox/stripe/invoices/" + invoice + "/pay");
        String customer =
                fixture.get("/v1/invoices/" + invoice).path("customer").stringValue();

        Object[] form = {
            "invoice",
            invoice,
            "amount",
            300,
            "refund_amount",
            refund,
            "credit_amount",
            credit,
            "out_of_band_amount",
            outOfBand
        };
        if (status == 400) {
            assertThat(fixture.refused("/v1/credit_notes", form).path("param").stringValue())
                    .isEqualTo("credit_amount");
            return;
        }

        JsonNode note = fixture.post("/v1/credit_notes", form);
        assertThat(note.path("type").stringValue()).isEqualTo("post_payment");
        assertThat(note.path("refunds").size()).isEqualTo(refund > 0 ? 1 : 0);
        assertThat(fixture.get("/v1/customers/" + customer).path("balance").longValue())
                .isEqualTo(-credit);
        assertThat(fixture.get("/v1/invoices/" + invoice)
                        .path("post_payment_credit_notes_amount")
                        .longValue())
                .isEqualTo(300);
        assertThat(fixture.get("/v1/charges")
                        .path("data")
                        .get(0)
                        .path("amount_refunded")
                        .longValue())
                .isEqualTo(refund);
    }

    @Test
    void linesOfTheInvoiceAreCreditedAndNoMoreThanItsTotal() throws StripeException, IOException, InterruptedException {
        Invoice draft = fixture.draft(fixture.customer("a+sandbox_no_card@example.com"), 500, 200);
        String line = draft.getLines().getData().getFirst().getId();
        fixture.client.v1().invoices().finalizeInvoice(draft.getId());

        CreditNote preview = fixture.client
                .v1()
                .creditNotes()
                .preview(CreditNotePreviewParams.builder()
                        .setInvoice(draft.getId())
                        .setAmount(700L)
                        .build());
        assertThat(preview.getTotal()).isEqualTo(700);
        assertThat(fixture.get("/v1/credit_notes").path("data").size()).isZero();

        JsonNode note = fixture.post(
                "/v1/credit_notes",
                "invoice",
                draft.getId(),
                "lines[0][type]",
                "invoice_line_item",
                "lines[0][invoice_line_item]",
                line,
                "lines[1][type]",
                "custom_line_item",
                "lines[1][description]",
                "Apology",
                "lines[1][unit_amount]",
                50,
                "lines[1][quantity]",
                2);
        assertThat(note.path("total").longValue()).isEqualTo(600);
        assertThat(fixture.get("/v1/credit_notes/" + note.path("id").stringValue() + "/lines")
                        .path("data")
                        .size())
                .isEqualTo(2);
        assertThat(fixture.refused("/v1/credit_notes", "invoice", draft.getId(), "amount", 101)
                        .path("param")
                        .stringValue())
                .isEqualTo("amount");
        assertThat(fixture.client
                        .v1()
                        .creditNotes()
                        .list(CreditNoteListParams.builder()
                                .setInvoice(draft.getId())
                                .build())
                        .getData())
                .extracting(CreditNote::getId)
                .containsExactly(note.path("id").stringValue());
        assertThat(fixture.refused(
                                "/v1/credit_notes",
                                "invoice",
                                fixture.draft(fixture.customer("b@x.example"), 5)
                                        .getId(),
                                "amount",
                                1)
                        .path("message")
                        .stringValue())
                .contains("draft");
    }
}
