package dev.tallygate.paystack;

import dev.tallygate.payment.Call;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.Outcome;
import dev.tallygate.payment.RatedCall;
import dev.tallygate.paystack.PaystackCollecting.Collection;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Sends write calls and says what is known afterwards. There are no keys: whoever calls twice has looked in between. */
final class PaystackWrites {
    private final PaystackHttp http;
    private final PaystackRequests requests;
    private final PaystackReads reads;
    private final PaystackCharges charges;
    private final Collection collection;

    PaystackWrites(
            PaystackHttp http,
            PaystackRequests requests,
            PaystackReads reads,
            PaystackCharges charges,
            Collection collection) {
        this.http = http;
        this.requests = requests;
        this.reads = reads;
        this.charges = charges;
        this.collection = collection;
    }

    Outcome execute(Call call) {
        return switch (call) {
            case Call.CreateCustomer customer -> createCustomer(customer);
            case Call.CreateInvoice invoice -> createDraft(invoice);
            case Call.AddLine line ->
                new Outcome.NeedsAttention("CALL_IMPOSSIBLE", "Paystack takes no single lines: they are in the draft");
            case Call.FinalizeInvoice finalize -> finalizeRequest(finalize);
            case Call.ChargeInvoice charge -> charge(charge.draft());
            case Call.VoidInvoice voided -> takeBack(voided.draft());
            case Call.CreateCreditNote note ->
                new Outcome.NeedsAttention("CALL_IMPOSSIBLE", PaystackRequests.NO_CREDIT_NOTES);
            case RatedCall rated -> new Outcome.NeedsAttention("CALL_IMPOSSIBLE", PaystackRequests.RATES_NOTHING);
        };
    }

    /** A request is paid by the customer: there is nothing to charge. */
    private Outcome charge(Call.ProviderDraft draft) {
        return PaystackCharge.ofName(draft.providerInvoiceId())
                .map(charge -> charges.charge(draft, charge))
                .orElseGet(() -> new Outcome.Accepted(draft.providerInvoiceId(), "", Optional.empty()));
    }

    /** What is charged by us is taken back by not charging it any more, as long as nothing came. */
    private Outcome takeBack(Call.ProviderDraft draft) {
        Optional<PaystackCharge> charge = PaystackCharge.ofName(draft.providerInvoiceId());
        if (charge.isEmpty()) {
            return archive(draft.providerInvoiceId());
        }
        return charges.takeBack(draft, charge.get());
    }

    /** Paystack knows a customer by the address, also one that it had before us. */
    private Outcome createCustomer(Call.CreateCustomer call) {
        PaystackAnswer answer = http.get(requests.customerPath(call.email()));
        return switch (answer) {
            case PaystackAnswer.Done done -> accepted(done, data -> code(data, "customer_code"));
            case PaystackAnswer.Refused refused ->
                refused.isAbsent() ? postCustomer(call) : PaystackAnswer.toOutcome(refused);
            case PaystackAnswer.Lost lost -> new Outcome.RetryLater(lost.why(), Optional.empty(), Outcome.Limit.OUTAGE);
            case PaystackAnswer other -> PaystackAnswer.toOutcome(other);
        };
    }

    /** A refusal may mean that somebody was faster, which Paystack does not document: looking tells. */
    private Outcome postCustomer(Call.CreateCustomer call) {
        Outcome outcome =
                posted(PaystackRequests.CUSTOMERS, requests.customer(call), data -> code(data, "customer_code"));
        return outcome instanceof Outcome.Rejected
                        && reads.customerCode(call.email()) instanceof Fetched.Found<String> found
                ? new Outcome.Accepted(found.value(), "", Optional.empty())
                : outcome;
    }

    private Outcome createDraft(Call.CreateInvoice call) {
        if (call.content().total().isZero()) {
            InvoiceFacts nothingDue = PaystackZero.of(call.invoice().currency());
            return new Outcome.Accepted(nothingDue.providerInvoiceId(), "", Optional.of(nothingDue));
        }
        return collection == Collection.CHARGE_AUTHORIZATION ? chargeOrDraft(call) : postDraft(call);
    }

    /** A customer without a card that can be charged again is asked by a request. */
    private Outcome chargeOrDraft(Call.CreateInvoice call) {
        return switch (reads.authorization(call.providerCustomerId())) {
            case Fetched.Unknown<PaystackReads.Authorization> unknown ->
                new Outcome.RetryLater(unknown.why(), Optional.empty());
            case Fetched.Absent<PaystackReads.Authorization> absent -> postDraft(call);
            case Fetched.Found<PaystackReads.Authorization> found -> {
                PaystackCharge charge =
                        PaystackCharge.of(call.invoice(), call.content().total());
                yield new Outcome.Accepted(charge.name(), "", Optional.empty());
            }
        };
    }

    private Outcome postDraft(Call.CreateInvoice call) {
        return posted(PaystackRequests.REQUESTS, requests.draft(call), data -> code(data, "request_code"));
    }

    /** The answer is too short for facts, so that Paystack is asked for them. */
    private Outcome finalizeRequest(Call.FinalizeInvoice call) {
        Call.ProviderDraft draft = call.draft();
        PaystackAnswer answer = http.post(requests.finalizePath(draft), requests.finalization(call.mailedBy()));
        if (!(answer instanceof PaystackAnswer.Done done)) {
            return PaystackAnswer.toOutcome(answer);
        }
        return switch (reads.invoice(draft.providerInvoiceId())) {
            case Fetched.Found<InvoiceFacts> found -> fixed(draft, found.value(), done.requestId());
            case Fetched.Absent<InvoiceFacts> absent -> new Outcome.Unknown("finalized, and not there when asked");
            case Fetched.Unknown<InvoiceFacts> unknown -> new Outcome.Unknown("finalized, then " + unknown.why());
        };
    }

    private static Outcome fixed(Call.ProviderDraft draft, InvoiceFacts facts, String requestId) {
        return facts.status() == InvoiceFacts.Status.DRAFT
                ? new Outcome.Unknown("finalized, and still a draft when asked")
                : new Outcome.Accepted(draft.providerInvoiceId(), requestId, Optional.of(facts));
    }

    /**
     * Archiving is Paystack's only void, and hides a request for good: what it says is in our rows already, and money
     * that came must not be hidden with it.
     */
    private Outcome archive(String requestCode) {
        if (PaystackZero.facts(requestCode).isPresent()) {
            return new Outcome.Accepted(requestCode, "", Optional.empty());
        }
        return switch (reads.invoice(requestCode)) {
            case Fetched.Unknown<InvoiceFacts> unknown -> new Outcome.Unknown(unknown.why());
            case Fetched.Absent<InvoiceFacts> absent -> new Outcome.Accepted(requestCode, "", Optional.empty());
            case Fetched.Found<InvoiceFacts> found ->
                found.value().paid().amount().isZero() ? archived(requestCode) : PaystackCharges.paid(found.value());
        };
    }

    private Outcome archived(String requestCode) {
        return switch (http.post(requests.archivePath(requestCode), requests.nothing())) {
            case PaystackAnswer.Done done -> new Outcome.Accepted(requestCode, done.requestId(), Optional.empty());
            case PaystackAnswer other -> PaystackAnswer.toOutcome(other);
        };
    }

    private Outcome posted(String path, JsonNode body, Function<JsonNode, Optional<String>> objectId) {
        return switch (http.post(path, body)) {
            case PaystackAnswer.Done done -> accepted(done, objectId);
            case PaystackAnswer other -> PaystackAnswer.toOutcome(other);
        };
    }

    private static Outcome accepted(PaystackAnswer.Done done, Function<JsonNode, Optional<String>> objectId) {
        return objectId.apply(done.data())
                .<Outcome>map(id -> new Outcome.Accepted(id, done.requestId(), Optional.empty()))
                .orElseGet(() -> PaystackAnswer.toOutcome(done));
    }

    private static Optional<String> code(JsonNode data, String field) {
        return PaystackJson.text(data.path(field));
    }
}
