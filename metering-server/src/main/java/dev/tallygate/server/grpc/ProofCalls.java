package dev.tallygate.server.grpc;

import dev.tallygate.catalog.PlanCatalog;
import dev.tallygate.customer.CustomerRegistry;
import dev.tallygate.invoice.InvoicePreview;
import dev.tallygate.invoice.InvoicePreviewer;
import dev.tallygate.invoice.LineExplainer;
import dev.tallygate.invoice.LineExplanation;
import dev.tallygate.time.UtcTimes;
import dev.tallygate.v1.ExplainInvoiceLineRequest;
import dev.tallygate.v1.ExplainInvoiceLineResponse;
import dev.tallygate.v1.PreviewInvoiceRequest;
import dev.tallygate.v1.PreviewInvoiceResponse;
import java.time.Clock;

/** The calls of BillingService that compute instead of keeping: a line explained, a period billed as if it were over. */
final class ProofCalls {
    private final LineExplainer explainer;
    private final InvoicePreviewer previewer;
    private final CustomerRegistry customers;
    private final PlanCatalog plans;
    private final Clock clock;

    ProofCalls(
            LineExplainer explainer,
            InvoicePreviewer previewer,
            CustomerRegistry customers,
            PlanCatalog plans,
            Clock clock) {
        this.explainer = explainer;
        this.previewer = previewer;
        this.customers = customers;
        this.plans = plans;
        this.clock = clock;
    }

    ExplainInvoiceLineResponse explain(ExplainInvoiceLineRequest request) {
        LineExplanation explanation =
                explainer.explain(request.getInvoiceId(), request.getLineNumber(), (line, event, quantity) -> {});
        return ExplainInvoiceLineResponse.newBuilder()
                .setExplanation(new ProofMessages(plans).toProto(explanation))
                .build();
    }

    PreviewInvoiceResponse preview(PreviewInvoiceRequest request) {
        long customerKey = customers.require(request.getCustomerId()).customerKey();
        InvoicePreview preview = previewer.preview(customerKey, UtcTimes.toMicros(clock.instant()));
        return ProofMessages.toProto(preview);
    }
}
