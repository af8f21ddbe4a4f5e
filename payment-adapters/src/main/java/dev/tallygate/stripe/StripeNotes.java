package dev.tallygate.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.CreditNote;
import com.stripe.model.StripeCollection;
import com.stripe.param.CreditNoteListParams;
import dev.tallygate.payment.Call;
import dev.tallygate.payment.FoundObject;
import dev.tallygate.payment.InvoiceFacts;
import dev.tallygate.payment.Listed;
import dev.tallygate.payment.LookUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Lists credit notes: all of ours, or the one that a lost answer may have left. */
final class StripeNotes {
    /** In place of a note's id, before the first page. */
    static final String FIRST = "credit_notes";

    private final StripeClient client;
    private final StripeReads reads;

    StripeNotes(StripeClient client, StripeReads reads) {
        this.client = client;
        this.reads = reads;
    }

    /** Whether a place in a list is one among credit notes. */
    static boolean isPage(String after) {
        return after.equals(FIRST) || after.startsWith(StripeReads.NOTE_PREFIX);
    }

    /** As {@link StripeOurs#invoices}, of credit notes. */
    Listed<FoundObject.OfInvoice> page(String installationId, Instant since, String after) {
        CreditNoteListParams.Builder page = created(StripeLookUp.createdFrom(since));
        if (!after.equals(FIRST)) {
            page.setStartingAfter(after);
        }
        try {
            StripeCollection<CreditNote> listed = client.v1().creditNotes().list(page.build());
            List<FoundObject.OfInvoice> ours = new ArrayList<>();
            for (JsonNode object : objects(listed)) {
                StripeOurs.ours(object, installationId, StripeCreditNotes.fromStripe(object))
                        .filter(found -> found.facts().creditedInvoiceId().isPresent())
                        .ifPresent(ours::add);
            }
            return new Listed.Page<>(
                    ours,
                    listed.getHasMore() ? Optional.of(listed.getData().getLast().getId()) : Optional.empty());
        } catch (StripeException error) {
            return new Listed.Unknown<>(StripeErrors.describe(error));
        } catch (JacksonException | ArithmeticException | IllegalArgumentException broken) {
            return new Listed.Unknown<>(
                    "Stripe's list cannot be read: " + broken.getClass().getSimpleName());
        }
    }

    /**
     * The note that is this adjustment, on its invoice, where that is known, or on whichever of its customer, which may be
     * another one there by now: the oldest that was not voided, else a voided one, which somebody did not want.
     */
    LookUp ofAdjustment(Call.CreateCreditNote call, long createdFrom) throws StripeException {
        Map<String, String> marks = StripeMarks.of(call.invoice());
        List<InvoiceFacts> newestFirst = new ArrayList<>();
        String invoice = call.terms().map(Call.CreditTerms::providerInvoiceId).orElse("");
        if (!invoice.isEmpty()) {
            newestFirst.addAll(marked(created(createdFrom).setInvoice(invoice), marks));
        }
        if (newestFirst.stream().noneMatch(StripeNotes::isLiving)) {
            newestFirst.addAll(marked(created(createdFrom).setCustomer(call.providerCustomerId()), marks));
        }
        return newestFirst.stream()
                .filter(StripeNotes::isLiving)
                .reduce((newer, older) -> older)
                .or(() -> newestFirst.stream().findFirst())
                .<LookUp>map(note -> new LookUp.Found(note.providerInvoiceId(), Optional.of(note)))
                .orElseGet(LookUp.Absent::new);
    }

    private static boolean isLiving(InvoiceFacts note) {
        return note.status() != InvoiceFacts.Status.VOID;
    }

    /** The newest first, as Stripe lists them. */
    private List<InvoiceFacts> marked(CreditNoteListParams.Builder page, Map<String, String> marks)
            throws StripeException {
        List<InvoiceFacts> marked = new ArrayList<>();
        StripeCollection<CreditNote> listed;
        do {
            listed = client.v1().creditNotes().list(page.build());
            for (CreditNote note : listed.getData()) {
                page.setStartingAfter(note.getId());
            }
            for (JsonNode object : objects(listed)) {
                StripeCreditNotes.fromStripe(object)
                        .filter(note -> carries(object, marks))
                        .ifPresent(marked::add);
            }
        } while (listed.getHasMore());
        return marked;
    }

    private static CreditNoteListParams.Builder created(long from) {
        return CreditNoteListParams.builder()
                .setCreated(CreditNoteListParams.Created.builder().setGte(from).build())
                .setLimit(StripeReads.PAGE);
    }

    private JsonNode objects(StripeCollection<CreditNote> listed) {
        return reads.tree(listed.getLastResponse().body()).path("data");
    }

    private static boolean carries(JsonNode object, Map<String, String> marks) {
        return marks.entrySet().stream()
                .allMatch(mark -> StripeEvents.text(object.path("metadata").path(mark.getKey()))
                        .equals(mark.getValue()));
    }
}
