package dev.tallygate.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tallygate.server.HttpCaller.Answer;
import dev.tallygate.v1.ExplainInvoiceLineRequest;
import dev.tallygate.v1.InvoiceLineExplanation;
import dev.tallygate.v1.ListInvoicesRequest;
import dev.tallygate.v1.PreviewInvoiceRequest;
import dev.tallygate.v1.PreviewInvoiceResponse;
import dev.tallygate.v1.RecordUsageRequest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** ExplainInvoiceLine and PreviewInvoice, over gRPC and HTTP, on a real database. */
class ProofContractTest {
    private static final SharedServer SERVER = SharedServer.get();
    private final HttpCaller http = new HttpCaller(SERVER.httpPort(), SERVER.adminKey());

    @Test
    void theRunningMonthIsPreviewedAndThenBilledAndExplainedAsItWas() {
        SERVER.createSubscriber("proved");
        use("proved", "e1", 1_500);
        use("proved", "e2", 500);

        PreviewInvoiceResponse preview = SERVER.admin()
                .previewInvoice(PreviewInvoiceRequest.newBuilder()
                        .setCustomerId("proved")
                        .build());
        JsonNode asJson = http.get("/v1/customers/proved/invoice-preview").body();
        assertEquals(0, invoices("proved"));
        SERVER.bill("proved");

        String invoiceId = preview.getInvoices(0).getInvoiceId();
        InvoiceLineExplanation explained = SERVER.admin()
                .explainInvoiceLine(ExplainInvoiceLineRequest.newBuilder()
                        .setInvoiceId(invoiceId)
                        .setLineNumber(1)
                        .build())
                .getExplanation();
        assertEquals(preview.getInvoices(0).getLines(0), explained.getLine());
        assertEquals(invoiceId, asJson.at("/invoices/0/invoice_id").asString(), asJson::toString);
        assertTrue(explained.getProved(), explained::toString);
        assertEquals(2, explained.getEventCount());
        assertEquals(2_000, explained.getEventQuantity());
        assertEquals("capped", explained.getPlanId());
        assertTrue(explained.getPlanText().contains("id: "), explained::getPlanText);
        assertEquals(explained.getLine().getAmount(), explained.getRoundedAmount());
        assertEquals(1, invoices("proved"));
    }

    @Test
    void aLineIsExplainedAsJsonAndOneThatIsNotThereIsRefused() {
        SERVER.createSubscriber("proved-json");
        use("proved-json", "e1", 1_000);
        SERVER.bill("proved-json");
        String invoiceId = SERVER.admin()
                .listInvoices(ListInvoicesRequest.newBuilder()
                        .setCustomerId("proved-json")
                        .build())
                .getInvoices(0)
                .getInvoiceId();

        Answer there = http.get("/v1/invoices/" + invoiceId + "/lines/1/explanation");
        Answer absent = http.get("/v1/invoices/" + invoiceId + "/lines/99/explanation");

        assertEquals(200, there.status(), () -> there.body().toString());
        assertTrue(there.body().at("/explanation/proved").asBoolean());
        assertEquals(
                "0.01", there.body().at("/explanation/line/unrounded_amount").asString());
        assertEquals(400, absent.status());
        assertEquals("FIELD_INVALID", absent.body().path("reason").asString());
    }

    @Test
    void aCustomerWithoutASubscriptionHasNoPreview() {
        SERVER.createCustomer("unsubscribed");

        Answer answer = http.get("/v1/customers/unsubscribed/invoice-preview");

        assertEquals("SUBSCRIPTION_NOT_FOUND", answer.body().path("reason").asString());
    }

    private static int invoices(String customerId) {
        return SERVER.admin()
                .listInvoices(ListInvoicesRequest.newBuilder()
                        .setCustomerId(customerId)
                        .build())
                .getInvoicesCount();
    }

    private static void use(String customerId, String eventId, long tokensIn) {
        SERVER.metering()
                .recordUsage(RecordUsageRequest.newBuilder()
                        .addEvents(SharedServer.event(customerId, eventId).setTokensIn(tokensIn))
                        .build());
    }
}
