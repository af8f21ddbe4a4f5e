package dev.tallygate.payment;

import dev.tallygate.invoice.Invoice;
import dev.tallygate.invoice.InvoiceBook;
import dev.tallygate.invoice.InvoiceId;
import dev.tallygate.invoice.InvoiceStatus;
import dev.tallygate.invoice.StatusMove;
import dev.tallygate.ledger.GateRepository;
import dev.tallygate.money.Money;
import dev.tallygate.overdue.DebtBook;
import dev.tallygate.payment.SettledFigures.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Moves an invoice as far as its provider says, never back, whatever the order in which that is heard, and books the money
 * by which it moved. What does not fit is parked with both figures. What the customer owes by now follows in the same
 * breath. Runs inside the caller's transaction and locks the gate.
 */
final class InvoiceSettlement {
    private final GateRepository gates;
    private final InvoiceBook invoices;
    private final PaymentBook payments;
    private final CarriedBook carried;
    private final DebtBook debts;
    private final DeliveryParking parking;
    private final CreditBook credits;

    InvoiceSettlement(
            GateRepository gates,
            InvoiceBook invoices,
            PaymentBook payments,
            CarriedBook carried,
            DebtBook debts,
            DeliveryParking parking,
            CreditBook credits) {
        this.gates = gates;
        this.invoices = invoices;
        this.payments = payments;
        this.carried = carried;
        this.debts = debts;
        this.parking = parking;
        this.credits = credits;
    }

    /** What came of it. */
    enum Settled {
        /** Status or amounts follow the provider now. */
        MOVED,
        /** They did before. */
        UNCHANGED,
        /** They differ, and a person must look. */
        PARKED
    }

    /** @param now when the facts became known, where the provider names no time */
    Settled settle(InvoiceId id, InvoiceFacts facts, Instant now) {
        gates.lock(List.of(id.customerKey()));
        if (facts.status() == InvoiceFacts.Status.DRAFT) {
            return Settled.UNCHANGED;
        }
        credits.addUp(id);
        Invoice invoice = invoices.require(id.toString());
        credits.follow(invoice, facts, now);
        Settled settled = settle(invoice, carried.of(id).asOurs(facts), now);
        Invoice after = invoices.require(id.toString());
        debts.follow(after, Dues.of(after, facts, now));
        return settled;
    }

    private Settled settle(Invoice invoice, InvoiceFacts facts, Instant now) {
        SettledFigures figures = new SettledFigures(invoice, facts, notesOnTheWay(invoice, facts));
        Optional<Problem> contradiction = figures.contradiction();
        if (contradiction.isPresent()) {
            bookForVoid(invoice, facts, now);
            return park(invoice, contradiction.get(), now);
        }
        boolean isMoved = moveForward(invoice, facts, now);
        Optional<Problem> difference = figures.difference();
        if (difference.isPresent()) {
            return park(invoice, difference.get(), now);
        }
        if (!figures.isStale()) {
            parking.resolvePayment(invoice.customerKey(), invoice.id().toString());
        }
        return isMoved ? Settled.MOVED : Settled.UNCHANGED;
    }

    /** The facts exclude what we know: before a person is asked on a webhook's word, the provider is. */
    boolean contradicts(Invoice invoice, InvoiceFacts facts) {
        return facts.status() != InvoiceFacts.Status.DRAFT
                && new SettledFigures(invoice, carried.of(invoice.id()).asOurs(facts))
                        .contradiction()
                        .isPresent();
    }

    /** A person was asked about this invoice and has not answered. */
    boolean isParked(Invoice invoice) {
        return parking.isPaymentParked(invoice.customerKey(), invoice.id().toString());
    }

    /**
     * Books what went back after it had come. The invoice stays as it is: whether it is owed again a person says.
     *
     * @param askedId by what the provider was asked; one entry is parked for it
     */
    Settled settleBack(InvoiceId id, String askedId, List<MoneyBack> backs, Instant now) {
        gates.lock(List.of(id.customerKey()));
        Invoice invoice = invoices.require(id.toString());
        backs.forEach(back -> payments.bookBack(id, invoice.reference().provider(), back, now));
        List<BookedMoney> gone = payments.ofInvoice(id).stream()
                .filter(row -> backs.stream().anyMatch(back -> isOf(row, back)))
                .filter(row -> row.state() != BookedMoney.State.REVERSED)
                .toList();
        if (gone.isEmpty()) {
            parking.resolveBack(id, askedId);
            return Settled.MOVED;
        }
        String reason = gone.getFirst().kind() == MoneyKind.DISPUTE ? "PAYMENT_DISPUTED" : "PAYMENT_REFUNDED";
        parking.parkBack(id, askedId, reason, detail(invoice, gone), now);
        return Settled.PARKED;
    }

    private static boolean isOf(BookedMoney row, MoneyBack back) {
        return row.kind() == back.kind() && row.objectId().equals(back.objectId());
    }

    private static String detail(Invoice invoice, List<BookedMoney> gone) {
        String each = gone.stream()
                .map(row -> "%s %s of %s %s"
                        .formatted(
                                row.kind(),
                                row.objectId(),
                                row.amount().negated().display(),
                                row.state()))
                .collect(Collectors.joining(", "));
        return "%s: %s; paid %s, total here %s"
                .formatted(
                        invoice.id(),
                        each,
                        invoice.amountPaid().display(),
                        invoice.total().display());
    }

    /** Money for an invoice that is void came all the same. */
    private void bookForVoid(Invoice invoice, InvoiceFacts facts, Instant now) {
        if (invoice.status() == InvoiceStatus.VOID) {
            payments.book(
                    invoice.id(), invoice.reference().provider(), facts.paid().parts(), now);
        }
    }

    private boolean moveForward(Invoice invoice, InvoiceFacts facts, Instant now) {
        SettledFigures figures = new SettledFigures(invoice, facts);
        Instant time = facts.changedTime().orElse(now);
        boolean isFixed = facts.status() != InvoiceFacts.Status.VOID && finalized(invoice, facts, time);
        boolean isBooked = !figures.isStale() && booked(invoice, facts, now);
        boolean isEnded = figures.isPaidThere()
                ? invoices.paid(invoice.id(), facts.paid().amount(), time) == StatusMove.MOVED
                : facts.status() == InvoiceFacts.Status.UNCOLLECTIBLE
                        && invoices.uncollectible(invoice.id()) == StatusMove.MOVED;
        return isFixed || isBooked || isEnded;
    }

    private boolean finalized(Invoice invoice, InvoiceFacts facts, Instant time) {
        String number = facts.number().orElse(null);
        return invoices.finalized(invoice.id(), facts.providerInvoiceId(), number, time) == StatusMove.MOVED;
    }

    private boolean booked(Invoice invoice, InvoiceFacts facts, Instant now) {
        payments.book(invoice.id(), invoice.reference().provider(), facts.paid().parts(), now);
        return invoices.received(invoice.id(), facts.paid().amount());
    }

    /** Asked for only where the provider tells of credit notes. */
    private Money notesOnTheWay(Invoice invoice, InvoiceFacts facts) {
        return facts.paid().of(MoneyKind.CREDIT_NOTE).isZero()
                ? Money.zero(invoice.total().currency())
                : credits.onTheWay(invoice);
    }

    private Settled park(Invoice invoice, Problem problem, Instant now) {
        String detail = invoice.id() + ": " + problem.detail();
        parking.parkPayment(invoice.customerKey(), invoice.id().toString(), problem.reason(), detail, now);
        return Settled.PARKED;
    }
}
