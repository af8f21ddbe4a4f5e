package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.money.Money;
import java.util.Optional;

/** What a provider says of an invoice beside what we say: what does not fit, with the figures of both. */
final class SettledFigures {
    private final Invoice here;
    private final InvoiceFacts there;
    private final Money notesOnTheWay;

    SettledFigures(Invoice here, InvoiceFacts there) {
        this(here, there, Money.zero(here.total().currency()));
    }

    /** @param notesOnTheWay what credit notes of ours take off it, of which no answer is recorded yet */
    SettledFigures(Invoice here, InvoiceFacts there, Money notesOnTheWay) {
        this.here = here;
        this.there = there;
        this.notesOnTheWay = notesOnTheWay;
    }

    /** What does not fit, for people. */
    record Problem(String reason, String detail) {}

    /** The provider has all that it wants for it, and says so. */
    boolean isPaidThere() {
        return there.status() == InvoiceFacts.Status.PAID
                && there.paid().remaining().isZero();
    }

    /** Less came, or it was not yet paid: said before what is known here happened. */
    boolean isStale() {
        boolean isLess = received().currency().equals(here.amountPaid().currency())
                && received().compareTo(here.amountPaid()) < 0;
        return isLess || (here.status() == InvoiceStatus.PAID && !isPaidThere());
    }

    /** Two different things, or states that exclude each other: nothing can follow from it before a person has looked. */
    Optional<Problem> contradiction() {
        String known = here.reference().providerInvoiceId();
        if (known != null && !known.equals(there.providerInvoiceId())) {
            return Optional.of(
                    new Problem("SECOND_OBJECT", "there %s, here %s".formatted(there.providerInvoiceId(), known)));
        }
        if (here.status() == InvoiceStatus.VOID) {
            return paidAfterVoid();
        }
        if (there.status() == InvoiceFacts.Status.VOID && here.isCreditNote()) {
            return Optional.of(new Problem(
                    "VOIDED_AT_PROVIDER",
                    "credit note %s of %s there VOID, here %s (what it took off is owed again there; make it again there, with the same metadata, then waive this)"
                            .formatted(there.providerInvoiceId(), here.total().display(), here.status())));
        }
        if (there.status() == InvoiceFacts.Status.VOID) {
            return Optional.of(voidedThere());
        }
        return there.total().equals(here.total())
                ? Optional.empty()
                : Optional.of(figures("TOTAL_DIFFERS", "total", there.total()));
    }

    /** One that credit notes of ours are on stays as it is here: a successor would ask again for what they took off. */
    private Problem voidedThere() {
        String mend = here.amountCredited().isZero()
                ? "void it here too: ./tallygate invoices void " + here.id()
                : "our credit notes took off %s, so that it cannot be void here; ask for the %s that was left in another way, or let it go, then waive this"
                        .formatted(here.amountCredited().display(), here.owed().display());
        return new Problem("VOIDED_AT_PROVIDER", "there VOID, here %s (%s)".formatted(here.status(), mend));
    }

    private Optional<Problem> paidAfterVoid() {
        return received().isZero()
                ? Optional.empty()
                : Optional.of(new Problem(
                        "PAID_AFTER_VOID",
                        "there paid %s, here VOID of total %s (refund it at the provider)"
                                .formatted(received().display(), here.total().display())));
    }

    /** What came is not what was to come, and nothing that the provider names says why. */
    Optional<Problem> difference() {
        if (isStale() || here.status() == InvoiceStatus.VOID) {
            return Optional.empty();
        }
        if (!isPaidThere()) {
            return received().isZero() ? Optional.empty() : Optional.of(figures("PAID_IN_PART", "paid", received()));
        }
        if (hasStrangersNote()) {
            return Optional.of(figures("CREDITED_AT_PROVIDER", "paid after a credit note", received()));
        }
        return received().plus(there.paid().setOff()).equals(here.total())
                ? Optional.empty()
                : Optional.of(figures("AMOUNT_PAID_DIFFERS", "paid", received()));
    }

    /** Notes took off more than ours did, those included that may have arrived; a note itself is judged by its total. */
    private boolean hasStrangersNote() {
        Money ours = here.amountCredited().plus(notesOnTheWay);
        return !here.isCreditNote() && there.paid().of(MoneyKind.CREDIT_NOTE).compareTo(ours) > 0;
    }

    private Money received() {
        return there.paid().amount();
    }

    private Problem figures(String reason, String what, Money amount) {
        String credited = here.amountCredited().isZero()
                ? ""
                : ", credited by us %s".formatted(here.amountCredited().display());
        return new Problem(
                reason,
                "%s there %s, total here %s%s"
                        .formatted(what, amount.display(), here.total().display(), credited));
    }
}
