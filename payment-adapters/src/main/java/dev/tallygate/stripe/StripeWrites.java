package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.CreditNote;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceItem;
import com.stripe.net.RequestOptions;
import com.stripe.net.StripeResponse;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.CreditSplit;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.RatedCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends write calls, each under our key, and says what is known afterwards. */
final class StripeWrites {
    private final StripeClient client;
    private final StripeRequests requests;
    private final StripeRatedWrites rated;
    private final StripeReads reads;

    StripeWrites(StripeClient client, StripeRequests requests, StripeRatedWrites rated, StripeReads reads) {
        this.client = client;
        this.requests = requests;
        this.rated = rated;
        this.reads = reads;
    }

    /** One request (a void asks for the status first); the SDK's unchecked failures at broken answers leave a doubt. */
    Outcome execute(Call call, String idempotencyKey) {
        RequestOptions options =
                RequestOptions.builder().setIdempotencyKey(idempotencyKey).build();
        try {
            return switch (call) {
                case Call.CreateCustomer customer -> createCustomer(customer, options);
                case Call.CreateInvoice invoice -> createInvoice(invoice, options);
                case Call.AddLine line -> addLine(line, options);
                case Call.FinalizeInvoice finalize -> finalizeInvoice(finalize, options);
                case Call.ChargeInvoice charge ->
                    new Outcome.NeedsAttention("CALL_IMPOSSIBLE", "Stripe charges what is finalized by itself");
                case Call.VoidInvoice voided -> voidInvoice(voided.draft(), options);
                case Call.CreateCreditNote note -> createCreditNote(note, options);
                case RatedCall ratedCall -> rated.execute(ratedCall, options);
            };
        } catch (StripeException error) {
            return StripeErrors.toOutcome(error);
        } catch (StripeReads.Unreadable unreadable) {
            return new Outcome.Unknown(unreadable.getMessage());
        }
    }

    private Outcome createCustomer(Call.CreateCustomer call, RequestOptions options) throws StripeException {
        Customer made = client.v1().customers().create(requests.customer(call), options);
        return new Outcome.Accepted(made.getId(), requestId(made.getLastResponse()), Optional.empty());
    }

    private Outcome createInvoice(Call.CreateInvoice call, RequestOptions options) throws StripeException {
        Invoice made = client.v1().invoices().create(requests.invoice(call), options);
        return new Outcome.Accepted(made.getId(), requestId(made.getLastResponse()), Optional.empty());
    }

    private Outcome addLine(Call.AddLine call, RequestOptions options) throws StripeException {
        long amount = StripeAmounts.toStripe(call.line().amount())
                .orElseThrow(
                        () -> new IllegalStateException(call.line().amount().display()
                                + " was not prepared (expected: an amount that Stripe can hold)"));
        InvoiceItem made = client.v1().invoiceItems().create(requests.line(call, amount), options);
        return new Outcome.Accepted(made.getId(), requestId(made.getLastResponse()), Optional.empty());
    }

    private Outcome finalizeInvoice(Call.FinalizeInvoice call, RequestOptions options) throws StripeException {
        Invoice fixed = client.v1()
                .invoices()
                .finalizeInvoice(call.draft().providerInvoiceId(), requests.finalization(call.mailedBy()), options);
        return accepted(fixed);
    }

    private Outcome createCreditNote(Call.CreateCreditNote call, RequestOptions options) throws StripeException {
        try {
            CreditNote made = client.v1().creditNotes().create(requests.creditNote(call), options);
            StripeResponse response = made.getLastResponse();
            return new Outcome.Accepted(made.getId(), requestId(response), Optional.of(reads.factsOf(response.body())));
        } catch (StripeException error) {
            Outcome outcome = StripeErrors.toOutcome(error);
            return outcome instanceof Outcome.Rejected refused ? refused(call, refused) : outcome;
        }
    }

    /** No code of Stripe's says why: the invoice does, where what the division was computed from is otherwise by now. */
    private Outcome refused(Call.CreateCreditNote call, Outcome.Rejected refused) {
        CreditSplit sent = call.settledTerms().split();
        return switch (reads.invoice(call.settledTerms().providerInvoiceId())) {
            case Fetched.Unknown<InvoiceFacts> unknown -> new Outcome.Unknown(unknown.why());
            case Fetched.Absent<InvoiceFacts> absent -> refused;
            case Fetched.Found<InvoiceFacts> found ->
                CreditSplit.of(found.value(), sent.amount()).equals(sent)
                        ? refused
                        : new Outcome.Outdated(refused.message());
        };
    }

    /** By what it is now: a draft is deleted, an open one voided; what is gone or void already is done. */
    private Outcome voidInvoice(Call.ProviderDraft draft, RequestOptions options) throws StripeException {
        String id = draft.providerInvoiceId();
        return switch (reads.invoice(id)) {
            case Fetched.Unknown<InvoiceFacts> unknown -> new Outcome.Unknown(unknown.why());
            case Fetched.Absent<InvoiceFacts> absent -> new Outcome.Accepted(id, "", Optional.empty());
            case Fetched.Found<InvoiceFacts> found ->
                switch (found.value().status()) {
                    case DRAFT -> deleted(id);
                    case OPEN, UNCOLLECTIBLE -> accepted(client.v1().invoices().voidInvoice(id, options));
                    case VOID -> new Outcome.Accepted(id, "", Optional.of(found.value()));
                    case PAID -> new Outcome.Rejected("invoice_paid", paid(found.value()), "");
                };
        };
    }

    /** Deleting is the same thing twice by itself: Stripe takes no key for it. */
    private Outcome deleted(String id) throws StripeException {
        Invoice gone = client.v1().invoices().delete(id);
        return new Outcome.Accepted(id, requestId(gone.getLastResponse()), Optional.empty());
    }

    private Outcome accepted(Invoice invoice) {
        StripeResponse response = invoice.getLastResponse();
        return new Outcome.Accepted(invoice.getId(), requestId(response), Optional.of(reads.factsOf(response.body())));
    }

    private static String paid(InvoiceFacts facts) {
        return "paid with %s before it was void here: refund it at Stripe"
                .formatted(facts.paid().amount().display());
    }

    static String requestId(@Nullable StripeResponse response) {
        return Optional.ofNullable(response).map(StripeResponse::requestId).orElse("");
    }
}
