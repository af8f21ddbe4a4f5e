package dev.tallygate.invoice;

import dev.tallygate.database.Transactions;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.rejection.Reason;
import dev.tallygate.rejection.Rejected;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What people decide about drafts before they are delivered. Every decision is kept with who made it, when and why; the
 * latest holds. Where approval is not required nothing waits, and decisions are kept all the same.
 */
public final class DraftApprovals {
    private static final int BY_CHARACTERS_MAX = 100;
    private static final int NOTE_CHARACTERS_MAX = 300;

    private final DraftDecisionRepository decisions;
    private final InvoiceRepository invoices;
    private final GateRepository gates;
    private final Transactions transactions;
    private final boolean required;

    DraftApprovals(
            DraftDecisionRepository decisions,
            InvoiceRepository invoices,
            GateRepository gates,
            Transactions transactions,
            BillingSettings settings) {
        this.decisions = decisions;
        this.invoices = invoices;
        this.gates = gates;
        this.transactions = transactions;
        this.required = settings.approval();
    }

    /** Whether drafts wait for an approval here. */
    public boolean isRequired() {
        return required;
    }

    /** Whether the draft may be delivered as far as people have to say; the caller holds the customer's gate. */
    public boolean mayBeDelivered(InvoiceId id) {
        return !required || isApproved(id);
    }

    private boolean isApproved(InvoiceId id) {
        return latest(id).filter(kind -> kind == DraftDecision.Kind.APPROVED).isPresent();
    }

    private Optional<DraftDecision.Kind> latest(InvoiceId id) {
        List<DraftDecision> all = decisions.of(id);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().kind());
    }

    /** The invoice's decisions, the oldest first. */
    public List<DraftDecision> of(InvoiceId id) {
        return decisions.of(id);
    }

    /** Drafts that nobody approved and that are not on their way, by customer key and id; null = of any period, from the first. */
    public List<InvoiceId> waiting(@Nullable Instant periodStart, @Nullable InvoiceId after, int limit) {
        return decisions.waiting(periodStart, after, limit);
    }

    /** How many drafts wait for an approval; 0 where none is required. {@code periodStart}: null = of any period. */
    public long countWaiting(@Nullable Instant periodStart) {
        return required ? decisions.countWaiting(periodStart) : 0;
    }

    /**
     * Decides about these drafts in one transaction under their customers' gates; some 50 at a time, since the gates are
     * held. The same again changes nothing.
     *
     * @return what came of each, in the order asked
     * @throws Rejected {@code FIELD_INVALID} for a name or a note that is too long, {@code INVOICE_NOT_FOUND}
     */
    public Map<InvoiceId, DraftDecision.Result> decide(Collection<InvoiceId> ids, DraftDecision decision) {
        requireLength("by", decision.decidedBy(), 1, BY_CHARACTERS_MAX);
        requireLength("note", decision.note(), 0, NOTE_CHARACTERS_MAX);
        return transactions.call(() -> {
            gates.lock(new TreeSet<>(ids.stream().map(InvoiceId::customerKey).toList()));
            Map<InvoiceId, DraftDecision.Result> results = new LinkedHashMap<>();
            ids.forEach(id -> results.put(id, decideUnderGate(id, decision)));
            return results;
        });
    }

    private DraftDecision.Result decideUnderGate(InvoiceId id, DraftDecision decision) {
        Invoice invoice = invoices.find(id)
                .orElseThrow(() ->
                        Rejected.field(Reason.INVOICE_NOT_FOUND, "invoice_id", id, "the id of an invoice that exists"));
        List<DraftDecision> before = decisions.of(id);
        DraftDecision.Kind holds = before.isEmpty()
                ? DraftDecision.Kind.WITHDRAWN
                : before.getLast().kind();
        if (invoice.status() != InvoiceStatus.DRAFT) {
            return DraftDecision.Result.NO_DRAFT;
        }
        if (holds == decision.kind()) {
            return DraftDecision.Result.ALREADY;
        }
        if (decisions.isPlanned(id)) {
            return DraftDecision.Result.ON_ITS_WAY;
        }
        decisions.insert(id, before.size() + 1, decision);
        return DraftDecision.Result.DECIDED;
    }

    private static void requireLength(String field, String text, int least, int most) {
        if (text.length() < least || text.length() > most) {
            throw Rejected.field(
                    Reason.FIELD_INVALID, field, text.length(), "%d to %d characters".formatted(least, most));
        }
    }
}
