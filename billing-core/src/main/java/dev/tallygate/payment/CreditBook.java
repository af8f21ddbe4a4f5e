package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.money.Money;
import dev.tallygate.overdue.DebtBook;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which adjustments are credit notes at their provider, and what these take off the invoices that they are of. Writing needs
 * the gate, inside the caller's transaction; the same again changes nothing.
 */
final class CreditBook {
    private final CreditNoteRepository notes;
    private final InvoiceBook invoices;
    private final DebtBook debts;

    CreditBook(CreditNoteRepository notes, InvoiceBook invoices, DebtBook debts) {
        this.notes = notes;
        this.invoices = invoices;
        this.debts = debts;
    }

    Optional<CreditNote> of(InvoiceId note) {
        return notes.find(note);
    }

    /** What came of {@link #plan}. */
    enum Plan {
        PLANNED,
        /** Or something was sent under its key already. */
        LEASE_LOST,
        /** The provider told of it: it is never planned again. */
        THERE_BEFORE
    }

    /** Fixes on which invoice the note is and how it is divided, before it is sent. */
    Plan plan(Delivery delivery, DeliveryRepository.Lease lease, CreditNote note, Instant now) {
        if (!notes.isHeldUnsent(delivery.key(), lease)) {
            return Plan.LEASE_LOST;
        }
        boolean wasThere = notes.find(note.invoice())
                .filter(known -> known.state() != CreditNote.State.PLANNED)
                .isPresent();
        if (wasThere) {
            return Plan.THERE_BEFORE;
        }
        notes.put(note, now);
        return Plan.PLANNED;
    }

    /** Nothing finalizes it any more. */
    boolean isGivenUp(Invoice original) {
        return notes.isGivenUp(original.id());
    }

    /** What the provider says of a note: it is there, or somebody took it back there. */
    void follow(Invoice note, InvoiceFacts there, Instant now) {
        Optional<InvoiceId> original = there.creditedInvoiceId().flatMap(InvoiceId::parse);
        String known = note.reference().providerInvoiceId();
        boolean isAnother = known != null && !known.equals(there.providerInvoiceId());
        if (original.isEmpty() || isAnother) {
            return;
        }
        boolean isVoid = there.status() == InvoiceFacts.Status.VOID;
        CreditSplit split = new CreditSplit(
                there.paid().of(MoneyKind.CREDIT_NOTE).negated(),
                there.paid().of(MoneyKind.CARRIED).negated());
        notes.put(
                new CreditNote(
                        note.id(),
                        original.get(),
                        isVoid ? CreditNote.State.VOID : CreditNote.State.ISSUED,
                        split,
                        Optional.of(there.providerInvoiceId())),
                now);
        addUp(original.get());
    }

    /** What notes take off an invoice, where another sum was known; what its customer owes by now follows. */
    void addUp(InvoiceId original) {
        invoices.find(original.toString()).ifPresent(this::addUp);
    }

    private void addUp(Invoice before) {
        Money sum = sum(before, note -> note.state() == CreditNote.State.ISSUED);
        if (!before.amountCredited().equals(sum)) {
            invoices.credited(before.id(), sum);
            Invoice after = invoices.require(before.id().toString());
            debts.follow(after, after.due());
        }
    }

    /** What notes take off it that nobody knows the outcome of. */
    Money onTheWay(Invoice original) {
        return sum(original, this::isOnTheWay);
    }

    /** All that notes of ours credit on it that are there or may be, beside this one. */
    Money besides(InvoiceId note, Invoice original) {
        return notes.ofOriginal(original.id()).stream()
                .filter(other -> !other.invoice().equals(note))
                .filter(other -> other.state() == CreditNote.State.ISSUED || isOnTheWay(other))
                .map(other -> other.split().amount())
                .reduce(Money.zero(original.total().currency()), Money::plus);
    }

    /** Its delivery may have been sent, and nobody knows yet what came of it. */
    private boolean isOnTheWay(CreditNote note) {
        return note.state() == CreditNote.State.PLANNED && notes.isOnItsWay(note.invoice());
    }

    private Money sum(Invoice original, Predicate<CreditNote> which) {
        return notes.ofOriginal(original.id()).stream()
                .filter(which)
                .map(note -> note.split().lowered())
                .reduce(Money.zero(original.total().currency()), Money::plus);
    }
}
