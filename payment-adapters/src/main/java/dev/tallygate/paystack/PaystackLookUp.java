package dev.tallygate.paystack;

import dev.tallygate.payment.Call;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.RatedCall;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds what a lost answer may have left at Paystack: customers by their address, requests by our marks. */
final class PaystackLookUp {
    /** Our clock and Paystack's may differ. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private static final int PAGE = 50;

    private final PaystackHttp http;
    private final PaystackRequests requests;
    private final PaystackReads reads;
    private final PaystackCharges charges;

    PaystackLookUp(PaystackHttp http, PaystackRequests requests, PaystackReads reads, PaystackCharges charges) {
        this.http = http;
        this.requests = requests;
        this.reads = reads;
        this.charges = charges;
    }

    /** As lists take it. */
    static Instant from(Instant since) {
        return since.minus(CLOCKS).truncatedTo(ChronoUnit.SECONDS);
    }

    LookUp lookUp(Call call, Instant since) {
        return switch (call) {
            case Call.CreateCustomer customer -> customer(customer.email());
            case Call.CreateInvoice invoice -> requestOrCharge(invoice, from(since));
            case Call.AddLine line -> new LookUp.Absent();
            case Call.FinalizeInvoice finalize ->
                LookUp.ofFinalization(reads.invoice(finalize.draft().providerInvoiceId()));
            case Call.ChargeInvoice charge -> charged(charge.draft());
            case Call.VoidInvoice voided -> gone(voided.draft());
            case Call.CreateCreditNote note -> new LookUp.Absent();
            case RatedCall rated -> new LookUp.Absent();
        };
    }

    private LookUp charged(Call.ProviderDraft draft) {
        return PaystackCharge.ofName(draft.providerInvoiceId())
                .map(charge -> charges.lookUp(draft, charge))
                .orElseGet(LookUp.Absent::new);
    }

    private LookUp customer(String email) {
        return switch (reads.customerCode(email)) {
            case Fetched.Found<String> found -> new LookUp.Found(found.value(), Optional.empty());
            case Fetched.Absent<String> absent -> new LookUp.Absent();
            case Fetched.Unknown<String> unknown -> new LookUp.Unknown(unknown.why());
        };
    }

    /** A first attempt at a saved card says that it is charged, whatever became of the card since. */
    private LookUp requestOrCharge(Call.CreateInvoice call, Instant from) {
        if (call.content().total().isZero()) {
            return new LookUp.Absent();
        }
        LookUp request = request(call, from);
        if (!(request instanceof LookUp.Absent)) {
            return request;
        }
        String first = PaystackCharge.of(call.invoice(), call.content().total()).reference(1);
        return switch (reads.invoice(first)) {
            case Fetched.Absent<InvoiceFacts> absent -> request;
            case Fetched.Unknown<InvoiceFacts> unknown -> new LookUp.Unknown(unknown.why());
            case Fetched.Found<InvoiceFacts> found ->
                new LookUp.Found(found.value().providerInvoiceId(), Optional.empty());
        };
    }

    private LookUp request(Call.CreateInvoice call, Instant from) {
        return switch (reads.customerId(call.providerCustomerId())) {
            case Fetched.Absent<Long> absent -> new LookUp.Absent();
            case Fetched.Unknown<Long> unknown -> new LookUp.Unknown(unknown.why());
            case Fetched.Found<Long> found -> marked(PaystackMarks.token(call.invoice()), found.value(), from);
        };
    }

    private LookUp marked(String token, long customerId, Instant from) {
        List<JsonNode> matching = new ArrayList<>();
        long pages = 1;
        for (int page = 1; page <= pages; page++) {
            PaystackAnswer answer = http.get(listPath(customerId, from, page));
            if (!(answer instanceof PaystackAnswer.Done done)) {
                return unknown(answer);
            }
            done.data()
                    .valueStream()
                    .filter(request -> PaystackJson.text(request.path("description"))
                            .filter(text -> text.contains(token))
                            .isPresent())
                    .forEach(matching::add);
            pages = PaystackJson.whole(done.meta().path("pageCount")).orElse(1L);
        }
        return onlyOf(matching);
    }

    /** One invoice is one request: what is finalized stays, else the oldest; other drafts are archived. */
    private LookUp onlyOf(List<JsonNode> matching) {
        List<JsonNode> best = matching.stream()
                .sorted(Comparator.comparing(PaystackLookUp::isDraft)
                        .thenComparing(request -> PaystackJson.id(request).orElse(Long.MAX_VALUE)))
                .toList();
        best.stream().skip(1).filter(PaystackLookUp::isDraft).forEach(this::archive);
        return best.stream()
                .findFirst()
                .flatMap(request -> PaystackJson.text(request.path("request_code")))
                .<LookUp>map(code -> new LookUp.Found(code, Optional.empty()))
                .orElseGet(LookUp.Absent::new);
    }

    private static boolean isDraft(JsonNode request) {
        return request.path("status").asString("").equals("draft");
    }

    /** A twin that stays because this fails is a draft that nobody hears of. */
    private void archive(JsonNode twin) {
        PaystackJson.text(twin.path("request_code"))
                .ifPresent(code -> http.post(requests.archivePath(code), requests.nothing()));
    }

    private static String listPath(long customerId, Instant from, int page) {
        return "%s?customer=%d&from=%s&perPage=%d&page=%d"
                .formatted(PaystackRequests.REQUESTS, customerId, from, PAGE, page);
    }

    /** What is archived is shown to nobody any more. */
    private LookUp gone(Call.ProviderDraft draft) {
        if (PaystackCharge.ofName(draft.providerInvoiceId()).isPresent()) {
            return new LookUp.Absent();
        }
        return switch (reads.invoice(draft.providerInvoiceId())) {
            case Fetched.Unknown<InvoiceFacts> unknown -> new LookUp.Unknown(unknown.why());
            case Fetched.Absent<InvoiceFacts> absent -> new LookUp.Found(draft.providerInvoiceId(), Optional.empty());
            case Fetched.Found<InvoiceFacts> found -> new LookUp.Absent();
        };
    }

    private static LookUp unknown(PaystackAnswer answer) {
        return new LookUp.Unknown(PaystackAnswer.describe(answer));
    }
}
