package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Invoice;
import com.stripe.model.StripeCollection;
import com.stripe.param.CustomerListParams;
import com.stripe.param.InvoiceListParams;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.Fetched;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.LookUp;
import dev.tallygate.payment.RatedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a lost answer may have left at Stripe, by lists (which are current) and our marks; never by search. */
final class StripeLookUp {
    /** Our clock and Stripe's may differ. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private final StripeClient client;
    private final StripeRatedWrites rated;
    private final StripeReads reads;
    private final StripeNotes notes;

    StripeLookUp(StripeClient client, StripeRatedWrites rated, StripeReads reads, StripeNotes notes) {
        this.client = client;
        this.rated = rated;
        this.reads = reads;
        this.notes = notes;
    }

    static long createdFrom(Instant since) {
        return since.minus(CLOCKS).getEpochSecond();
    }

    LookUp lookUp(Call call, Instant since) {
        long createdFrom = createdFrom(since);
        try {
            return switch (call) {
                case Call.CreateCustomer customer -> found(customer(customer, createdFrom));
                case Call.CreateInvoice invoice -> found(invoice(invoice, createdFrom));
                case Call.AddLine line -> found(line(line));
                case Call.FinalizeInvoice finalize ->
                    LookUp.ofFinalization(reads.invoice(finalize.draft().providerInvoiceId()));
                case Call.ChargeInvoice charge -> new LookUp.Absent();
                case Call.VoidInvoice voided -> gone(voided.draft());
                case Call.CreateCreditNote note -> notes.ofAdjustment(note, createdFrom);
                case RatedCall ratedCall -> rated.lookUp(ratedCall);
            };
        } catch (StripeException error) {
            return StripeErrors.toLookUp(error);
        }
    }

    private Optional<String> customer(Call.CreateCustomer call, long createdFrom) throws StripeException {
        Map<String, String> marks = StripeMarks.of(call);
        CustomerListParams.Builder page = CustomerListParams.builder()
                .setCreated(
                        CustomerListParams.Created.builder().setGte(createdFrom).build())
                .setLimit(StripeReads.PAGE);
        Optional<String> oldest = Optional.empty();
        StripeCollection<Customer> found;
        do {
            found = client.v1().customers().list(page.build());
            for (Customer customer : found.getData()) {
                page.setStartingAfter(customer.getId());
                if (StripeMarks.carries(customer.getMetadata(), marks)) {
                    oldest = Optional.of(customer.getId());
                }
            }
        } while (found.getHasMore());
        return oldest;
    }

    /** Where there are several, the oldest stays and the other drafts are deleted: one invoice is one object. */
    private Optional<String> invoice(Call.CreateInvoice call, long createdFrom) throws StripeException {
        List<Invoice> newestFirst = invoices(call, createdFrom);
        if (newestFirst.isEmpty()) {
            return Optional.empty();
        }
        for (Invoice twin : newestFirst.subList(0, newestFirst.size() - 1)) {
            if ("draft".equals(twin.getStatus())) {
                client.v1().invoices().delete(twin.getId());
            }
        }
        return Optional.of(newestFirst.getLast().getId());
    }

    private List<Invoice> invoices(Call.CreateInvoice call, long createdFrom) throws StripeException {
        Map<String, String> marks = StripeMarks.of(call.invoice());
        InvoiceListParams.Builder page = InvoiceListParams.builder()
                .setCustomer(call.providerCustomerId())
                .setCreated(
                        InvoiceListParams.Created.builder().setGte(createdFrom).build())
                .setLimit(StripeReads.PAGE);
        List<Invoice> matching = new ArrayList<>();
        StripeCollection<Invoice> found;
        do {
            found = client.v1().invoices().list(page.build());
            for (Invoice invoice : found.getData()) {
                page.setStartingAfter(invoice.getId());
                if (StripeMarks.carries(invoice.getMetadata(), marks)) {
                    matching.add(invoice);
                }
            }
        } while (found.getHasMore());
        return matching;
    }

    private Optional<String> line(Call.AddLine call) throws StripeException {
        return reads.lineNumbers(call.draft().providerInvoiceId()).entrySet().stream()
                .filter(entry -> entry.getValue() == call.line().number())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private LookUp gone(Call.ProviderDraft draft) {
        return switch (reads.invoice(draft.providerInvoiceId())) {
            case Fetched.Unknown<InvoiceFacts> unknown -> new LookUp.Unknown(unknown.why());
            case Fetched.Absent<InvoiceFacts> absent -> new LookUp.Found(draft.providerInvoiceId(), Optional.empty());
            case Fetched.Found<InvoiceFacts> found ->
                found.value().status() == InvoiceFacts.Status.VOID
                        ? new LookUp.Found(draft.providerInvoiceId(), Optional.of(found.value()))
                        : new LookUp.Absent();
        };
    }

    static LookUp found(Optional<String> objectId) {
        return objectId.<LookUp>map(id -> new LookUp.Found(id, Optional.empty()))
                .orElseGet(LookUp.Absent::new);
    }
}
